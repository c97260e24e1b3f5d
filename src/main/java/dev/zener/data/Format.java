package dev.zener.data;

import java.util.Locale;

/** How a file spells its sentences. */
public enum Format {
  /** A word a line in columns, a blank line after each sentence. */
  CONLL,
  /** A JSON object a line: tokens and tags, or text and entities. */
  JSONL,
  /** A sentence a line. */
  TEXT;

  /**
   * By the name's extension: .jsonl .ndjson .json, .txt .text, and CoNLL columns for all others.
   */
  public static Format ofName(String file) {
    String name = file.toLowerCase(Locale.ROOT);
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "jsonl", "ndjson", "json" -> JSONL;
      case "txt", "text" -> TEXT;
      default -> CONLL;
    };
  }
}

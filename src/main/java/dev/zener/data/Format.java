package dev.zener.data;

import java.util.Locale;

/** The formats of files with sentences. */
public enum Format {
  /** Columns with one word per line and a blank line after each sentence. */
  CONLL,
  /** One JSON object per line, with tokens and tags or with text and entities. */
  JSONL,
  /** Plain text with one sentence per line. */
  TEXT;

  /**
   * The format by a file name's extension: JSON lines for .jsonl, .ndjson and .json, plain text for
   * .txt and .text, and CoNLL columns for all others.
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

package dev.zener.report;

/** Escapes text for Markdown, including table cells. */
final class Markdown {
  private static final String SPECIAL = "\\`*_[]<>|#~$";

  private Markdown() {}

  /** Replaces line breaks by spaces and puts a backslash before Markdown's special characters. */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder();
    text.replaceAll("\\R", " ")
        .codePoints()
        .forEach(
            letter -> {
              if (SPECIAL.indexOf(letter) >= 0) {
                escaped.append('\\');
              }
              escaped.appendCodePoint(letter);
            });
    return escaped.toString();
  }
}

package dev.zener.report;

/** Makes any text stand for itself in Markdown, table cells included. */
final class Markdown {
  private static final String SPECIAL = "\\`*_[]<>|#~$";

  private Markdown() {}

  /** Line breaks become spaces; letters that Markdown would take as its own get a backslash. */
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

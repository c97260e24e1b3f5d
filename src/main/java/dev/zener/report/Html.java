package dev.zener.report;

/** Escapes text for HTML, between tags and in quoted attributes. */
final class Html {
  private static final String REPLACEMENT = "\uFFFD";

  private Html() {}

  /**
   * Escapes text so that a browser reads back the same text. Only NUL and lone surrogates, which
   * HTML cannot represent, are replaced by U+FFFD.
   */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(letter -> append(letter, escaped));
    return escaped.toString();
  }

  private static void append(int letter, StringBuilder escaped) {
    switch (letter) {
      case '<' -> escaped.append("&lt;");
      case '>' -> escaped.append("&gt;");
      case '&' -> escaped.append("&amp;");
      case '"' -> escaped.append("&quot;");
      case '\'' -> escaped.append("&#39;");
      case 0 -> escaped.append(REPLACEMENT);
      case '\t', '\n' -> escaped.appendCodePoint(letter);
      default -> {
        if (Character.getType(letter) == Character.SURROGATE) {
          escaped.append(REPLACEMENT);
        } else if (letter < ' ' || letter == 0x7F) {
          // a bare CR would be read as LF, and ESC could control a terminal that shows the file
          escaped.append("&#").append(letter).append(';');
        } else {
          // including U+0080 to U+009F: references to them would mean letters of windows-1252
          escaped.appendCodePoint(letter);
        }
      }
    }
  }
}

package dev.zener.report;

/** Makes any text stand for itself in HTML, between tags and in quoted attributes. */
final class Html {
  private static final String REPLACEMENT = "\uFFFD";

  private Html() {}

  /**
   * What a browser reads back as {@code text}. Only NUL and halves of surrogate pairs, which no
   * HTML can hold, become U+FFFD.
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
          // a bare CR would be read as LF; ESC moves the cursor of a terminal that shows the file
          escaped.append("&#").append(letter).append(';');
        } else {
          // U+0080 to U+009F too: references to them mean letters of windows-1252
          escaped.appendCodePoint(letter);
        }
      }
    }
  }
}

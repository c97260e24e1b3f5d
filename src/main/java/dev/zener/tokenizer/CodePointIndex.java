package dev.zener.tokenizer;

/** Converts offsets in UTF-16 units of a text to offsets in code points. */
final class CodePointIndex {
  /** Entry u is the number of code points before unit u. Null if every unit is a code point. */
  private final int[] before;

  CodePointIndex(String text) {
    before = text.codePointCount(0, text.length()) == text.length() ? null : count(text);
  }

  private static int[] count(String text) {
    int[] before = new int[text.length() + 1];
    int points = 0;
    for (int u = 0; u < text.length(); ) {
      int width = Character.charCount(text.codePointAt(u));
      before[u + width - 1] = points;
      before[u] = points++;
      u += width;
    }
    before[text.length()] = points;
    return before;
  }

  int[] convert(int[] units) {
    int[] points = units.clone();
    for (int i = 0; before != null && i < points.length; i++) {
      points[i] = before[points[i]];
    }
    return points;
  }
}

package dev.zener.data;

/** Halves of characters beyond the first 65,536 without the other half: no encoding holds them. */
final class LoneSurrogates {
  private LoneSurrogates() {}

  /** Where the first one stands; -1 where there is none. */
  static int find(String text) {
    return find(text, 0);
  }

  /** The same from an index on, which must not be between two halves. */
  static int find(String text, int from) {
    int i = from;
    while (i < text.length()) {
      int point = text.codePointAt(i);
      if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
        return i;
      }
      i += Character.charCount(point);
    }
    return -1;
  }
}

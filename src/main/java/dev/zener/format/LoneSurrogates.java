package dev.zener.format;

/** Finds UTF-16 surrogates that are not part of a pair, which no encoding can represent. */
final class LoneSurrogates {
  private LoneSurrogates() {}

  /** The index of the first lone surrogate; -1 if there is none. */
  static int find(String text) {
    return find(text, 0);
  }

  /** The same from an index on, which must not be inside a surrogate pair. */
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

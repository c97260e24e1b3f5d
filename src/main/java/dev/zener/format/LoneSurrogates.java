package dev.zener.format;

/** Finds UTF-16 surrogates that are not part of a pair, which no encoding can represent. */
final class LoneSurrogates {
  private LoneSurrogates() {}

  /** The index of the first lone surrogate; -1 if there is none. */
  static int find(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isAt(text, i)) {
        return i;
      }
    }
    return -1;
  }

  /** Whether there is a lone surrogate at an index. */
  static boolean isAt(String text, int index) {
    char unit = text.charAt(index);
    if (Character.isHighSurrogate(unit)) {
      return index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1));
    }
    return Character.isLowSurrogate(unit)
        && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
  }
}

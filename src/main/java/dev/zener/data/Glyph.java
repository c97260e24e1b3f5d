package dev.zener.data;

/** The kind of a character, as far as a {@link WordRule} tells characters apart. */
enum Glyph {
  LETTER,
  DIGIT,
  /** A Chinese character, which is a word of its own. */
  IDEOGRAPH,
  /** Punctuation, symbols, and everything else. */
  MARK,
  /** No character: the edge of a word or of a text. */
  NONE;

  static Glyph of(int point) {
    if (Character.isIdeographic(point)) {
      return IDEOGRAPH;
    }
    if (Character.isDigit(point)) {
      return DIGIT;
    }
    return switch (Character.getType(point)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK ->
          LETTER;
      default -> Character.isLetter(point) ? LETTER : MARK;
    };
  }

  /** The kind of the first character of a text; NONE if it is empty. */
  static Glyph first(String text) {
    return text.isEmpty() ? NONE : of(text.codePointAt(0));
  }

  /** The kind of the last character of a text; NONE if it is empty. */
  static Glyph last(String text) {
    return text.isEmpty() ? NONE : of(text.codePointBefore(text.length()));
  }

  /** Whether a text has a character of this kind. */
  boolean isIn(String text) {
    return text.codePoints().anyMatch(point -> of(point) == this);
  }

  /** Whether it can be joined to a mark. */
  boolean inWords() {
    return this == LETTER || this == DIGIT;
  }
}

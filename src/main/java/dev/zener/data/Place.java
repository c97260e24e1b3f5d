package dev.zener.data;

import java.util.Optional;
import java.util.stream.Stream;

/** Where a punctuation mark stands beside letters and digits. */
public enum Place {
  /** Between letters, as in {@code NATO-a}. */
  LETTERS("aa"),
  /** After a letter and before a digit, as in {@code RAID-5}. */
  LETTER_DIGIT("a9"),
  /** After a digit and before a letter, as in {@code 55-godišnji}. */
  DIGIT_LETTER("9a"),
  /** Between digits, as in {@code 1,5}. */
  DIGITS("99"),
  /** After the last of several letters, as in {@code yrkes-}. */
  AFTER_LETTERS("a_"),
  /** After a letter that stands alone, as in {@code J.} or at the end of {@code U.S.}. */
  AFTER_INITIAL("i_"),
  /** After a digit, as in {@code 2004.}. */
  AFTER_DIGIT("9_"),
  /** Before a letter, as in {@code #tag}. */
  BEFORE_LETTER("_a"),
  /** Before a digit, as in {@code $5}. */
  BEFORE_DIGIT("_9"),
  /** Beside the same mark, as in {@code ...}. */
  RUN("..");

  private final String key;

  Place(String key) {
    this.key = key;
  }

  /** The name in files. */
  public String key() {
    return key;
  }

  /** The place with a name, if there is one. */
  public static Optional<Place> ofKey(String key) {
    return Stream.of(values()).filter(place -> place.key.equals(key)).findFirst();
  }

  /** The place between two characters of these kinds; empty unless each is a letter or a digit. */
  static Optional<Place> between(Glyph left, Glyph right) {
    if (!left.inWords() || !right.inWords()) {
      return Optional.empty();
    }
    if (left == Glyph.LETTER) {
      return Optional.of(right == Glyph.LETTER ? LETTERS : LETTER_DIGIT);
    }
    return Optional.of(right == Glyph.LETTER ? DIGIT_LETTER : DIGITS);
  }

  /**
   * The place after a character.
   *
   * @param alone whether it is the only letter or digit before the mark
   */
  static Optional<Place> after(Glyph left, boolean alone) {
    return switch (left) {
      case LETTER -> Optional.of(alone ? AFTER_INITIAL : AFTER_LETTERS);
      case DIGIT -> Optional.of(AFTER_DIGIT);
      default -> Optional.empty();
    };
  }

  /** The place before a character. */
  static Optional<Place> before(Glyph right) {
    return switch (right) {
      case LETTER -> Optional.of(BEFORE_LETTER);
      case DIGIT -> Optional.of(BEFORE_DIGIT);
      default -> Optional.empty();
    };
  }
}

package dev.zener.tokenizer;

import static dev.zener.tokenizer.CharacterProperties.CHINESE;
import static dev.zener.tokenizer.CharacterProperties.COMBINING;
import static dev.zener.tokenizer.CharacterProperties.DROPPED;
import static dev.zener.tokenizer.CharacterProperties.MARK;
import static dev.zener.tokenizer.CharacterProperties.PUNCTUATION;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A table of what a casing does to each UTF-16 unit. Nearly every unit stays or becomes one other
 * unit, so that offsets do not change. All others are {@link #COMPLEX}, and the text around them is
 * normalised by {@link StretchNormalizer}.
 */
final class CharacterTable {
  static final byte LETTER = 0;
  static final byte SPACE = 1;

  /** A word of its own: punctuation, Chinese. */
  static final byte ISOLATED = 2;

  /** Dropped, expanded, reordered, or a surrogate. */
  static final byte COMPLEX = 3;

  private static final int UNITS = 1 << 16;
  private static final Map<Casing, CharacterTable> TABLES = new ConcurrentHashMap<>();

  private final CharacterProperties properties = CharacterProperties.all();
  private final Casing casing;

  /** The kind of each unit, after folding. */
  final byte[] kinds = new byte[UNITS];

  /** The unit that each unit becomes. Null if the casing changes none. */
  final char[] folded;

  private CharacterTable(Casing casing) {
    this.casing = casing;
    boolean folds = casing.lowercase() || casing.stripAccents();
    folded = folds ? new char[UNITS] : null;
    for (int unit = 0; unit < UNITS; unit++) {
      int point = folds ? stableFold(unit) : unit;
      kinds[unit] = kind(unit, point);
      if (folds) {
        folded[unit] = (char) Math.max(point, 0);
      }
    }
  }

  /** The table of a casing. At most eight exist. */
  static CharacterTable of(Casing casing) {
    return TABLES.computeIfAbsent(casing, CharacterTable::new);
  }

  private byte kind(int unit, int point) {
    if (properties.is(unit, CharacterProperties.SPACE)) {
      return SPACE;
    }
    if (point < 0 || properties.is(unit, DROPPED)) {
      return COMPLEX;
    }
    boolean chinese = casing.splitChinese() && properties.is(unit, CHINESE);
    return chinese || properties.is(point, PUNCTUATION) ? ISOLATED : LETTER;
  }

  /**
   * The unit that a unit becomes; -1 if it is not a single unit, or if folding it changes it again.
   */
  private int stableFold(int unit) {
    int point = fold(unit);
    return point >= 0 && point < UNITS && fold(point) == point ? point : -1;
  }

  private int fold(int point) {
    if (!casing.stripAccents()) {
      return single(properties.lowerCase(point));
    }
    int result = -1;
    for (int part : properties.decomposition(point)) {
      if (properties.is(part, MARK)) {
        continue;
      }
      if (result >= 0 || properties.is(part, COMBINING)) {
        return -1;
      }
      result = casing.lowercase() ? single(properties.lowerCase(part)) : part;
    }
    return result;
  }

  private static int single(int[] points) {
    return points.length == 1 ? points[0] : -1;
  }
}

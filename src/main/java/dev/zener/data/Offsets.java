package dev.zener.data;

import java.util.Objects;
import java.util.function.IntUnaryOperator;

/** The unit of character offsets in files. */
public enum Offsets {
  /** Unicode code points, as in Python. */
  CODE_POINTS {
    @Override
    public int fromUnits(String text, int unit) {
      return text.codePointCount(0, unit);
    }

    @Override
    public IntUnaryOperator toUnits(String text) {
      int points = text.codePointCount(0, text.length());
      if (points == text.length()) {
        return UTF16.toUnits(text);
      }
      int[] units = new int[points + 1];
      for (int p = 0; p < points; p++) {
        units[p + 1] = text.offsetByCodePoints(units[p], 1);
      }
      return offset -> units[Objects.checkIndex(offset, units.length)];
    }
  },
  /** UTF-16 units, as in Java and JavaScript. */
  UTF16 {
    @Override
    public int fromUnits(String text, int unit) {
      return unit;
    }

    @Override
    public IntUnaryOperator toUnits(String text) {
      return offset -> Objects.checkIndex(offset, text.length() + 1);
    }
  };

  /** Converts a UTF-16 position in [0, length] of {@code text} to this unit. */
  public abstract int fromUnits(String text, int unit);

  /**
   * A function that converts offsets in this unit to UTF-16 positions of {@code text}, each in
   * constant time. It throws an IndexOutOfBoundsException for offsets outside of the text.
   */
  public abstract IntUnaryOperator toUnits(String text);
}

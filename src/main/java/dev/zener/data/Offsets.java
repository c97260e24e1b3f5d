package dev.zener.data;

import java.util.Objects;
import java.util.function.IntUnaryOperator;

/** What character offsets in files count. */
public enum Offsets {
  /** Unicode code points, as Python does. */
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
  /** UTF-16 units, as Java and JavaScript do. */
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

  /** A UTF-16 position in [0, length] of {@code text} in this count. */
  public abstract int fromUnits(String text, int unit);

  /**
   * Turns offsets of this count into UTF-16 positions, each in constant time: a line may have many.
   * It throws an IndexOutOfBoundsException outside of {@code text}.
   */
  public abstract IntUnaryOperator toUnits(String text);
}

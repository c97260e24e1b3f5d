package dev.zener.data;

/** What character offsets in files count. */
public enum Offsets {
  /** Unicode code points, as Python does. */
  CODE_POINTS {
    @Override
    public int fromUnits(String text, int unit) {
      return text.codePointCount(0, unit);
    }

    @Override
    public int toUnits(String text, int offset) {
      return text.offsetByCodePoints(0, offset);
    }
  },
  /** UTF-16 units, as Java and JavaScript do. */
  UTF16 {
    @Override
    public int fromUnits(String text, int unit) {
      return unit;
    }

    @Override
    public int toUnits(String text, int offset) {
      if (offset < 0 || offset > text.length()) {
        throw new IndexOutOfBoundsException(offset);
      }
      return offset;
    }
  };

  /** A UTF-16 position in [0, length] of {@code text} in this count. */
  public abstract int fromUnits(String text, int unit);

  /**
   * An offset of this count as UTF-16 position.
   *
   * @throws IndexOutOfBoundsException outside of {@code text}
   */
  public abstract int toUnits(String text, int offset);
}

package dev.zener.op;

/** The starts of the sentences in a packed batch, then the number of rows: [B+1], ascending. */
public final class SentenceOffsets {
  private static final int TILE = 32;

  private SentenceOffsets() {}

  /**
   * Checks offsets and returns them.
   *
   * @param rows the number of rows of the packed batch
   * @throws IllegalArgumentException unless they ascend from 0 to {@code rows}
   */
  public static int[] check(int[] offsets, int rows) {
    int last = checkAscending(offsets);
    if (last != rows) {
      throw end(last, rows);
    }
    return offsets;
  }

  /**
   * Checks the offsets of a batch that may be padded with rows after the last sentence.
   *
   * @throws IllegalArgumentException unless they ascend from 0 to at most {@code rows}
   */
  public static void checkWithin(int[] offsets, int rows) {
    int last = checkAscending(offsets);
    if (last > rows) {
      throw end(last, rows);
    }
  }

  private static IllegalArgumentException end(int last, int rows) {
    return new IllegalArgumentException(
        "offsets end at " + last + "; the packed batch has " + rows + " rows");
  }

  /**
   * The number of rows of the longest sentence, rounded up to a power of two, at least {@value
   * #TILE}. The number of blocks of a kernel depends on it, so it should have few different values.
   */
  public static int longest(int[] offsets) {
    int longest = TILE;
    for (int i = 1; i < offsets.length; i++) {
      while (offsets[i] - offsets[i - 1] > longest) {
        longest *= 2;
      }
    }
    return longest;
  }

  /** Checks that offsets ascend from 0; returns the last one. */
  private static int checkAscending(int[] offsets) {
    int last = 0;
    for (int i = 0; i < offsets.length; i++) {
      if (offsets[i] < last || i == 0 && offsets[i] != 0) {
        throw new IllegalArgumentException(
            "offset " + offsets[i] + " at place " + i + "; allowed: ascending from 0");
      }
      last = offsets[i];
    }
    if (offsets.length == 0) {
      throw new IllegalArgumentException("no offsets; allowed: at least one, 0");
    }
    return last;
  }
}

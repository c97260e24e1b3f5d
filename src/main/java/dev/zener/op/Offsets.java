package dev.zener.op;

/** Where the sentences of a packed batch start: [B+1] numbers from 0 up to the number of rows. */
public final class Offsets {
  private static final int TILE = 32;

  private Offsets() {}

  /**
   * Gives {@code offsets} back.
   *
   * @param rows rows of the packed batch
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
   * The same where rows may stand behind the last sentence, by which a batch was filled up.
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
   * Rows of the longest sentence, rounded up to a power of two, {@value #TILE} at least: what a
   * kernel's number of blocks follows, and few different ones.
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

  /** → The last. */
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

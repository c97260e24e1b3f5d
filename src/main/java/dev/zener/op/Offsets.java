package dev.zener.op;

/** Where the sentences of a packed batch start: [B+1] numbers from 0 up to the number of rows. */
public final class Offsets {
  private Offsets() {}

  /**
   * Gives {@code offsets} back.
   *
   * @param rows rows of the packed batch
   * @throws IllegalArgumentException unless they ascend from 0 to {@code rows}
   */
  public static int[] check(int[] offsets, int rows) {
    int last = 0;
    for (int i = 0; i < offsets.length; i++) {
      if (offsets[i] < last || i == 0 && offsets[i] != 0) {
        throw new IllegalArgumentException(
            "offset " + offsets[i] + " at place " + i + "; allowed: ascending from 0");
      }
      last = offsets[i];
    }
    if (offsets.length == 0 || last != rows) {
      throw new IllegalArgumentException(
          "offsets end at " + last + "; the packed batch has " + rows + " rows");
    }
    return offsets;
  }
}

package dev.zener.data;

/**
 * Batches of a fixed size without end: one shuffled pass over the items after the other, a batch
 * running on from one into the next. Batch t depends on seed and t alone, so that a resumed run
 * draws what it would have drawn.
 */
public final class Cycle {
  private final int count;
  private final int size;
  private final long seed;
  private long pass = -1;
  private int[] order = {};

  /**
   * @param count items, at least 1
   * @param size of a batch, at least 1; may be more than {@code count}
   */
  public Cycle(int count, int size, long seed) {
    if (count < 1 || size < 1) {
      throw new IllegalArgumentException(
          "Batches of " + size + " out of " + count + " items; at least 1 of each");
    }
    this.count = count;
    this.size = size;
    this.seed = seed;
  }

  /** Batch t = 0, 1, ...: [size] item numbers. */
  public int[] batch(long t) {
    int[] items = new int[size];
    for (int i = 0; i < size; i++) {
      items[i] = item(Math.addExact(Math.multiplyExact(t, (long) size), i));
    }
    return items;
  }

  private int item(long position) {
    if (position / count != pass) {
      pass = position / count;
      order = Permutation.of(count, seed, pass);
    }
    return order[(int) (position % count)];
  }
}

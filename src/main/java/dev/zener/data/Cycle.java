package dev.zener.data;

/**
 * An endless sequence of batches of fixed size, from one shuffled pass over the items after the
 * other. A batch may extend from one pass into the next. Batch t depends only on the seed and t, so
 * a resumed run draws the same batches.
 */
public final class Cycle {
  private final int count;
  private final int size;
  private final long seed;
  private long pass = -1;
  private int[] order = {};

  /**
   * Creates the sequence.
   *
   * @param count the number of items, at least 1
   * @param size the number of items in a batch, at least 1; may be larger than {@code count}
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

  /** The indices [size] of the items in batch t = 0, 1, ... */
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

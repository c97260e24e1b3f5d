package dev.zener.op.onednn.primitive;

import dev.zener.device.Workers;

/**
 * Runs element-wise work over any number of elements, in ranges ("stretches") whose size is a power
 * of two, so that few primitives serve all shapes. The last range overlaps the one before it.
 */
final class Stretch {
  /** The number of ranges below which the caller runs all of them. */
  private static final int SERIAL = 4;

  /** Runs the ranges with indices from {@code first} to {@code last} − 1, on one thread. */
  @FunctionalInterface
  interface Part {
    void run(int size, int first, int last);
  }

  private Stretch() {}

  /** Runs over n elements in ranges of at most {@code largest} elements, a power of two. */
  static void over(int n, int largest, Part part) {
    if (n == 0) {
      return;
    }
    int size = Math.min(largest, Integer.highestOneBit(n));
    Workers.run((n + size - 1) / size, SERIAL, (first, last) -> part.run(size, first, last));
  }
}

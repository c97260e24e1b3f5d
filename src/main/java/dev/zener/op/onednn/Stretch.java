package dev.zener.op.onednn;

import dev.zener.device.Workers;

/**
 * Element-wise work over any number of elements, in stretches whose size is a power of two, so that
 * few primitives serve all shapes. The last stretch overlaps the one before it.
 */
final class Stretch {
  /** Fewer stretches stay with the caller. */
  private static final int SERIAL = 4;

  /** The stretches from {@code first} to before {@code last}, on one thread. */
  @FunctionalInterface
  interface Part {
    void run(int size, int first, int last);
  }

  private Stretch() {}

  /** Runs over n elements in stretches of at most {@code largest}, a power of two. */
  static void over(int n, int largest, Part part) {
    if (n == 0) {
      return;
    }
    int size = Math.min(largest, Integer.highestOneBit(n));
    Workers.run((n + size - 1) / size, SERIAL, (first, last) -> part.run(size, first, last));
  }
}

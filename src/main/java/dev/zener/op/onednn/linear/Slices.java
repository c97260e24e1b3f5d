package dev.zener.op.onednn.linear;

import dev.zener.device.Workers;

/** A range cut into at most one slice per worker, at multiples of the layouts' block size. */
record Slices(int n, int count) {
  private static final int WIDTH = 64;

  /** The minimum width of a slice; narrower ones cost more than a second worker saves. */
  private static final int LEAST = 64;

  static Slices of(int n) {
    return new Slices(n, Math.max(1, Math.min(Workers.threads(), n / LEAST)));
  }

  /** The start of slice {@code i}; for {@code count()}, the end of the range. */
  int start(int i) {
    if (i == count) {
      return n;
    }
    return (int) ((long) n * i / count) / WIDTH * WIDTH;
  }

  /** The index of the slice that contains {@code at}. */
  int holding(int at) {
    int i = 0;
    while (start(i + 1) <= at) {
      i++;
    }
    return i;
  }

  int width(int i) {
    return start(i + 1) - start(i);
  }
}

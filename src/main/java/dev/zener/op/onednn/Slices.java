package dev.zener.op.onednn;

import dev.zener.device.Workers;

/** A range cut into at most one stretch a worker, at multiples of what layouts are blocked by. */
record Slices(int n, int count) {
  private static final int WIDTH = 64;

  /** Narrower stretches cost more than a second worker saves. */
  private static final int LEAST = 64;

  static Slices of(int n) {
    return new Slices(n, Math.max(1, Math.min(Workers.threads(), n / LEAST)));
  }

  /** Where stretch {@code i} starts; where the last one ends for {@code count()}. */
  int start(int i) {
    if (i == count) {
      return n;
    }
    return (int) ((long) n * i / count) / WIDTH * WIDTH;
  }

  /** The stretch that holds number {@code at}. */
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

package dev.zener.tokenizer;

import java.util.Arrays;

/** The parts of decomposed code points, to be brought into canonical order. */
final class Decomposition {
  /** Combining class, place in the list, opening or not, code point: 8, 32, 1 and 21 bits. */
  private long[] parts = new long[64];

  private int size;

  void clear() {
    size = 0;
  }

  /**
   * Adds a part.
   *
   * @param opens whether it is the first of its source point
   */
  void add(int point, int combiningClass, boolean opens) {
    if (size == parts.length) {
      parts = Arrays.copyOf(parts, 2 * size);
    }
    parts[size] = (long) combiningClass << 54 | (long) size << 22 | (opens ? 1L << 21 : 0) | point;
    size++;
  }

  /** Sorts every run of marks by class; equal classes keep their order, starters their place. */
  void order() {
    for (int from = 0; from < size; ) {
      int to = from;
      while (to < size && parts[to] >>> 54 != 0) {
        to++;
      }
      if (to - from > 1) {
        Arrays.sort(parts, from, to);
      }
      from = to + 1;
    }
  }

  int size() {
    return size;
  }

  int point(int i) {
    return (int) parts[i] & 0x1FFFFF;
  }

  boolean opens(int i) {
    return (parts[i] >>> 21 & 1) != 0;
  }
}

package dev.zener.tokenizer;

import java.util.Arrays;

/** A list of the parts of decomposed code points, which can be put in canonical order. */
final class Decomposition {
  /**
   * Per part: combining class (8 bits), index in the list (32), first of its source (1), point
   * (21).
   */
  private long[] parts = new long[64];

  private int size;

  void clear() {
    size = 0;
  }

  /**
   * Adds a part.
   *
   * @param opens whether it is the first part of its source code point
   */
  void add(int point, int combiningClass, boolean opens) {
    if (size == parts.length) {
      parts = Arrays.copyOf(parts, 2 * size);
    }
    parts[size] = (long) combiningClass << 54 | (long) size << 22 | (opens ? 1L << 21 : 0) | point;
    size++;
  }

  /** Sorts each run of marks by class, keeping the order of equal classes; starters do not move. */
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

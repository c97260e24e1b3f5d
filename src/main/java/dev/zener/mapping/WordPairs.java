package dev.zener.mapping;

import java.util.Arrays;

/**
 * Pairs of a source word and a target word, by number.
 *
 * @param source the source word of each pair
 * @param target the target word of each pair
 */
record WordPairs(int[] source, int[] target) {
  int count() {
    return source.length;
  }

  /** Collects pairs. */
  static final class Collector {
    private int[] source = new int[1024];
    private int[] target = new int[1024];
    private int count;

    void add(int from, int to) {
      if (count == source.length) {
        source = Arrays.copyOf(source, 2 * count);
        target = Arrays.copyOf(target, 2 * count);
      }
      source[count] = from;
      target[count] = to;
      count++;
    }

    WordPairs pairs() {
      return new WordPairs(Arrays.copyOf(source, count), Arrays.copyOf(target, count));
    }
  }
}

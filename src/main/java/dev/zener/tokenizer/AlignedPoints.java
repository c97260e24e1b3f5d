package dev.zener.tokenizer;

import java.util.Arrays;

/** A growing list of code points, each with the range of original UTF-16 units it comes from. */
final class AlignedPoints {
  private int[] points = new int[32];
  private int[] starts = new int[32];
  private int[] ends = new int[32];
  private int size;

  void clear() {
    size = 0;
  }

  void add(int point, int start, int end) {
    if (size == points.length) {
      points = Arrays.copyOf(points, 2 * size);
      starts = Arrays.copyOf(starts, 2 * size);
      ends = Arrays.copyOf(ends, 2 * size);
    }
    points[size] = point;
    starts[size] = start;
    ends[size++] = end;
  }

  int size() {
    return size;
  }

  int point(int i) {
    return points[i];
  }

  int start(int i) {
    return starts[i];
  }

  int end(int i) {
    return ends[i];
  }
}

package dev.zener.tokenizer;

import java.util.Arrays;

/** Normalised text in UTF-16 units, each with the range of original units it comes from. */
final class AlignedText {
  char[] chars = new char[64];
  int[] starts = new int[64];
  int[] ends = new int[64];
  int length;

  void set(AlignedPoints points) {
    reserve(2 * points.size());
    length = 0;
    for (int i = 0; i < points.size(); i++) {
      int width = Character.toChars(points.point(i), chars, length);
      Arrays.fill(starts, length, length + width, points.start(i));
      Arrays.fill(ends, length, length + width, points.end(i));
      length += width;
    }
  }

  private void reserve(int units) {
    if (units > chars.length) {
      chars = new char[2 * units];
      starts = new int[2 * units];
      ends = new int[2 * units];
    }
  }
}

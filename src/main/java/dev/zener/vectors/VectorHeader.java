package dev.zener.vectors;

import dev.zener.problem.InputException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first line of a file of vectors. Nothing is allocated for the words that it announces.
 *
 * @param words the number of words
 * @param width the number of elements of each vector
 */
record VectorHeader(long words, int width) {
  /** The maximum number of elements of a vector. */
  static final int WIDEST = 1 << 14;

  /** The maximum length of the line in bytes. */
  static final int LONGEST = 64;

  private static final Pattern LINE = Pattern.compile(" *(\\d+) +(\\d+)[ \\r]*");

  /** Whether a line is a header: two whole numbers. */
  static boolean isOne(String line) {
    return LINE.matcher(line).matches();
  }

  /**
   * Reads a header.
   *
   * @param source the location of the line, for messages
   */
  static VectorHeader parse(String line, String source) {
    Matcher header = LINE.matcher(line);
    if (!header.matches()) {
      throw new IllegalArgumentException("no header: " + line);
    }
    if (header.group(1).length() > 18 || header.group(1).matches("0+")) {
      throw new InputException(
          "%s: %s words; allowed: 1 and more; fetch the file again"
              .formatted(source, header.group(1)));
    }
    int width =
        header.group(2).length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(header.group(2));
    return new VectorHeader(Long.parseLong(header.group(1)), requireWidth(width, source));
  }

  /** Checks a width; returns it. */
  static int requireWidth(int width, String source) {
    if (width < 1 || width > WIDEST) {
      throw new InputException(
          "%s: vectors of %d elements; allowed: 1 to %d; fetch the file again"
              .formatted(source, width, WIDEST));
    }
    return width;
  }
}

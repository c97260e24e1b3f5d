package dev.zener.vectors;

import java.nio.charset.StandardCharsets;

/**
 * Reads decimal numbers as floats, each rounded once, to nearest and ties to even, as {@link
 * Float#parseFloat} does, but without making a string of each.
 *
 * <p>A number of at most 2^53 times or divided by a power of ten up to 10^22 is one operation on
 * exact doubles, so the double is the nearest to the number. Rounding it again to a float gives the
 * nearest float unless the double lies exactly between two floats. Such numbers, small ones and
 * long ones are left to Java.
 */
final class DecimalFloat {
  private static final double[] POWERS = new double[23];

  static {
    POWERS[0] = 1;
    for (int i = 1; i < POWERS.length; i++) {
      POWERS[i] = POWERS[i - 1] * 10;
    }
  }

  /** The number of digits that fit a long. */
  private static final int DIGITS = 18;

  private static final long EXACT = 1L << 53;

  /** The bits of a double that a float does not have, and what they are between two floats. */
  private static final long BELOW = (1L << 29) - 1;

  private static final long BETWEEN = 1L << 28;

  /** The digits of an exponent that are looked at; longer ones are beyond all floats. */
  private static final int FARTHEST = 100_000;

  private DecimalFloat() {}

  /**
   * Reads a number: an optional sign, digits with at most one point among them, and an optional
   * exponent.
   *
   * @return NaN if the bytes are no such number; infinite if it is too large for a float
   */
  static float parse(byte[] bytes, int from, int to) {
    int at = from;
    boolean negative = at < to && bytes[at] == '-';
    if (negative || at < to && bytes[at] == '+') {
      at++;
    }
    long mantissa = 0;
    int start = at;
    for (; at < to && isDigit(bytes[at]); at++) {
      mantissa = 10 * mantissa + (bytes[at] - '0');
    }
    int digits = at - start;
    int behindPoint = 0;
    if (at < to && bytes[at] == '.') {
      start = ++at;
      for (; at < to && isDigit(bytes[at]); at++) {
        mantissa = 10 * mantissa + (bytes[at] - '0');
      }
      behindPoint = at - start;
      digits += behindPoint;
    }
    int exponent = at < to ? exponent(bytes, at, to) : 0;
    if (digits == 0 || exponent == Integer.MIN_VALUE) {
      return Float.NaN;
    }
    float value = digits <= DIGITS ? nearest(mantissa, exponent - behindPoint) : Float.NaN;
    if (Float.isNaN(value)) {
      return Float.parseFloat(new String(bytes, from, to - from, StandardCharsets.US_ASCII));
    }
    return negative ? -value : value;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  /** The exponent behind the letter e; the least integer if there is none. */
  private static int exponent(byte[] bytes, int from, int to) {
    int at = from + 1;
    if ((bytes[from] | 0x20) != 'e') {
      return Integer.MIN_VALUE;
    }
    boolean negative = at < to && bytes[at] == '-';
    if (negative || at < to && bytes[at] == '+') {
      at++;
    }
    if (at == to) {
      return Integer.MIN_VALUE;
    }
    int value = 0;
    for (; at < to && isDigit(bytes[at]); at++) {
      value = Math.min(FARTHEST, 10 * value + (bytes[at] - '0'));
    }
    if (at < to) {
      return Integer.MIN_VALUE;
    }
    return negative ? -value : value;
  }

  /** The float nearest to mantissa · 10^exponent; NaN if this way does not tell it. */
  static float nearest(long mantissa, int exponent) {
    if (mantissa == 0) {
      return 0;
    }
    if (mantissa > EXACT || Math.abs(exponent) >= POWERS.length) {
      return Float.NaN;
    }
    double value = exponent < 0 ? mantissa / POWERS[-exponent] : mantissa * POWERS[exponent];
    boolean between = (Double.doubleToRawLongBits(value) & BELOW) == BETWEEN;
    return between || value < Float.MIN_NORMAL ? Float.NaN : (float) value;
  }
}

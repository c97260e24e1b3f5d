package dev.zener.vectors;

import java.math.BigDecimal;

/**
 * Writes floats as the decimal numbers with the fewest digits that are read back as the same
 * floats. Java's own conversion writes more digits than needed for some, up to Java 18.
 */
final class ShortestDecimal {
  /** The number of digits that suffices for every float. */
  private static final int DIGITS = 9;

  /** The number of digits tried first. */
  private static final int USUAL = 7;

  private static final double[] LARGE = new double[23];

  static {
    for (int i = 0; i < LARGE.length; i++) {
      LARGE[i] = Math.pow(10, i);
    }
  }

  /** Numbers from 10^-5 up to 10^9 are written without an exponent. */
  private static final int LEAST_PLAIN = -5;

  private ShortestDecimal() {}

  /** Appends a finite float. */
  static void append(float value, StringBuilder target) {
    if (value < 0 || Float.floatToRawIntBits(value) < 0) {
      target.append('-');
    }
    float size = Math.abs(value);
    if (size == 0) {
      target.append('0');
      return;
    }
    int first = (int) Math.floor(Math.log10(size)); // the power of ten of the first digit
    int count = USUAL;
    while (count < DIGITS && digits(size, first, count) < 0) {
      count++;
    }
    while (count > 1 && digits(size, first, count - 1) >= 0) {
      count--;
    }
    append(digits(size, first, count), first - count + 1, target);
  }

  /**
   * The digits of a decimal number that has {@code count} of them and is read back as the float; −1
   * if there is none. Below a power of two, floats are closer than above it, so the number above
   * may be one where the nearest is not.
   */
  private static long digits(float value, int first, int count) {
    int exponent = first - count + 1;
    long nearest = Math.round(value * power(-exponent));
    if (read(nearest, exponent) == value) {
      return nearest;
    }
    return read(nearest + 1, exponent) == value ? nearest + 1 : -1;
  }

  private static double power(int exponent) {
    boolean stored = exponent >= 0 && exponent < LARGE.length;
    return stored ? LARGE[exponent] : Math.pow(10, exponent);
  }

  private static float read(long mantissa, int exponent) {
    float fast = DecimalFloat.nearest(mantissa, exponent);
    return Float.isNaN(fast) ? BigDecimal.valueOf(mantissa, -exponent).floatValue() : fast;
  }

  /** Appends mantissa · 10^exponent. */
  private static void append(long mantissa, int exponent, StringBuilder target) {
    long digits = mantissa;
    int power = exponent;
    while (digits % 10 == 0) {
      digits /= 10;
      power++;
    }
    String text = Long.toString(digits);
    int first = power + text.length() - 1;
    if (first < LEAST_PLAIN || first >= DIGITS) {
      target.append(text, 0, 1);
      if (text.length() > 1) {
        target.append('.').append(text, 1, text.length());
      }
      target.append('e').append(first);
    } else if (power >= 0) {
      target.append(text).append("0".repeat(power));
    } else if (first < 0) {
      target.append("0.").append("0".repeat(-first - 1)).append(text);
    } else {
      target.append(text, 0, first + 1).append('.').append(text, first + 1, text.length());
    }
  }
}

package dev.zener.weights;

/** The two 16-bit floating-point formats: IEEE binary16 (F16) and bfloat16 (BF16). */
final class HalfPrecision {
  private static final int F16_FRACTION = 10;
  private static final int F16_BIAS = 15;
  private static final int BF16_FRACTION = 7;
  private static final int BF16_BIAS = 127;

  private HalfPrecision() {}

  static float fromF16(short bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = bits >> F16_FRACTION & 0x1f;
    int fraction = bits & 0x3ff;
    if (exponent == 0) {
      float subnormal = fraction * 0x1p-24f;
      return sign == 0 ? subnormal : -subnormal;
    }
    int wide = exponent == 0x1f ? 0xff : exponent - F16_BIAS + BF16_BIAS;
    return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
  }

  static float fromBf16(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }

  static short toF16(double value) {
    return round(value, F16_FRACTION, F16_BIAS);
  }

  static short toBf16(double value) {
    return round(value, BF16_FRACTION, BF16_BIAS);
  }

  /**
   * Rounds to nearest, ties to even, directly from double, because rounding via float would round
   * twice. The value is scaled exactly, by a power of two, so that the last place of the format
   * becomes 1, and then rounded by {@code rint}. A carry out of the fraction increments the
   * exponent, up to infinity, which is the correct result.
   */
  private static short round(double value, int fraction, int bias) {
    int sign = value < 0 || 1 / value < 0 ? 0x8000 : 0;
    int infinity = 2 * bias + 1 << fraction;
    if (Double.isNaN(value)) {
      return (short) (infinity | 1 << fraction - 1);
    }
    double size = Math.abs(value);
    int exponent = Math.max(Math.getExponent(size), 1 - bias);
    if (exponent > bias) {
      return (short) (sign | infinity);
    }
    int places = (int) Math.rint(size * powerOfTwo(fraction - exponent));
    return (short) (sign | (exponent + bias - 1 << fraction) + places);
  }

  private static double powerOfTwo(int exponent) {
    return Double.longBitsToDouble(exponent + 1023L << 52);
  }
}

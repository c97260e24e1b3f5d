package dev.zener.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.DoubleFunction;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class HalfPrecisionTest {
  /**
   * The value by the formats' definition: sign, exponent with bias, fraction with an implicit
   * leading 1.
   */
  private static double meaning(int bits, int exponentBits, int fractionBits) {
    int bias = (1 << exponentBits - 1) - 1;
    int exponent = bits >> fractionBits & (1 << exponentBits) - 1;
    double fraction = (bits & (1 << fractionBits) - 1) / (double) (1 << fractionBits);
    double sign = (bits & 0x8000) == 0 ? 1 : -1;
    if (exponent == (1 << exponentBits) - 1) {
      return fraction == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
    }
    return exponent == 0
        ? sign * fraction * Math.pow(2, 1 - bias)
        : sign * (1 + fraction) * Math.pow(2, exponent - bias);
  }

  @Test
  void everyBitPatternHasItsValue() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      same(HalfPrecision.fromF16((short) bits), meaning(bits, 5, 10));
      same(HalfPrecision.fromBf16((short) bits), meaning(bits, 8, 7));
    }
  }

  /** Distinguishes 0 and -0; all NaNs are equal. */
  private static void same(double actual, double expected) {
    assertThat(Double.doubleToLongBits(actual)).isEqualTo(Double.doubleToLongBits(expected));
  }

  @Test
  void everyValueComesBack() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      double f16 = meaning(bits, 5, 10);
      double bf16 = meaning(bits, 8, 7);
      if (!Double.isNaN(f16)) {
        assertThat(HalfPrecision.toF16(f16)).isEqualTo((short) bits);
      }
      if (!Double.isNaN(bf16)) {
        assertThat(HalfPrecision.toBf16(bf16)).isEqualTo((short) bits);
      }
    }
    assertThat(HalfPrecision.fromF16(HalfPrecision.toF16(Double.NaN))).isNaN();
    assertThat(HalfPrecision.fromBf16(HalfPrecision.toBf16(Double.NaN))).isNaN();
  }

  @Test
  void f16RoundsToNearestEven() {
    roundsToNearestEven(HalfPrecision::toF16, bits -> meaning(bits, 5, 10), 0x7c00, -30, 20);
  }

  @Test
  void bf16RoundsToNearestEven() {
    roundsToNearestEven(HalfPrecision::toBf16, bits -> meaning(bits, 8, 7), 0x7f80, -140, 130);
  }

  /** Compares with the definition: the nearer neighbour, or the even one of two equally near. */
  private static void roundsToNearestEven(
      DoubleFunction<Short> round, IntToDoubleFunction meaning, int infinity, int low, int high) {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      double value = (1 + random.nextDouble()) * Math.pow(2, low + random.nextInt(high - low));
      check(value, round, meaning, infinity);
    }
    for (int bits = 0; bits < infinity - 1; bits++) {
      double tie = (meaning.applyAsDouble(bits) + meaning.applyAsDouble(bits + 1)) / 2;
      check(tie, round, meaning, infinity);
      check(Math.nextUp(tie), round, meaning, infinity);
      check(Math.nextDown(tie), round, meaning, infinity);
    }
  }

  private static void check(
      double value, DoubleFunction<Short> round, IntToDoubleFunction meaning, int infinity) {
    int below = 0;
    for (int step = 1 << 14; step > 0; step >>= 1) {
      if (below + step < infinity && meaning.applyAsDouble(below + step) <= value) {
        below += step;
      }
    }
    double low = meaning.applyAsDouble(below);
    double last = meaning.applyAsDouble(infinity - 1);
    // Above the largest value, the next value is the one that the format would continue with.
    double next =
        below + 1 < infinity
            ? meaning.applyAsDouble(below + 1)
            : last + (last - meaning.applyAsDouble(infinity - 2));
    double lower = value - low;
    double upper = next - value;
    int expected = lower < upper || lower == upper && below % 2 == 0 ? below : below + 1;
    assertThat(round.apply(value)).as("%a", value).isEqualTo((short) expected);
    assertThat(round.apply(-value)).as("%a", -value).isEqualTo((short) (expected | 0x8000));
  }

  @Test
  void doubleIsRoundedOnce() {
    // Rounding to float first would give a tie, which would be rounded to 1.
    double justAboveTie = 1 + 0x1p-11 + 0x1p-40;
    assertThat(HalfPrecision.fromF16(HalfPrecision.toF16(justAboveTie))).isEqualTo(1 + 0x1p-10f);
  }
}

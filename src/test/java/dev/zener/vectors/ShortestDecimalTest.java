package dev.zener.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShortestDecimalTest {
  private static String text(float value) {
    StringBuilder text = new StringBuilder();
    ShortestDecimal.append(value, text);
    return text.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, -0",
    "1, 1",
    "-0.1, -0.1",
    "0.001, 0.001",
    "0.00002, 0.00002",
    "0.000002, 2e-6",
    "1234.5, 1234.5",
    "100, 100",
    "1e10, 1e10",
    "33554432, 33554432",
    "1.17549435e-38, 1.1754944e-38",
    "1.4e-45, 1e-45",
    "3.4028235e38, 3.4028235e38"
  })
  void aNumberHasItsFewestDigits(float value, String expected) {
    assertThat(text(value)).isEqualTo(expected);
    assertThat(Float.parseFloat(expected)).isEqualTo(value);
  }

  @Test
  void everyNumberIsReadBackAndFewerDigitsAreNot() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 100_000; i++) {
      float value =
          i % 2 == 0
              ? Float.intBitsToFloat(random.nextInt())
              : (float) (random.nextInt(-99_999, 99_999) * Math.pow(10, -random.nextInt(9)));
      if (Float.isFinite(value) && value != 0) {
        check(value);
      }
    }
  }

  private static void check(float value) {
    String text = text(value);
    assertThat(Float.parseFloat(text)).as(text).isEqualTo(value);
    int digits = new BigDecimal(text).stripTrailingZeros().precision();
    if (digits > 1) {
      BigDecimal exact = new BigDecimal(value);
      for (RoundingMode mode : new RoundingMode[] {RoundingMode.FLOOR, RoundingMode.CEILING}) {
        String shorter = exact.round(new MathContext(digits - 1, mode)).toString();
        assertThat(Float.parseFloat(shorter)).as(text + " " + shorter).isNotEqualTo(value);
      }
    }
  }
}

package dev.zener.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalFloatTest {
  private static float parse(String text) {
    byte[] bytes = ("x" + text + "9").getBytes(StandardCharsets.UTF_8);
    return DecimalFloat.parse(bytes, 1, bytes.length - 1);
  }

  private static void isThatOfJava(String text) {
    assertThat(Float.floatToRawIntBits(parse(text)))
        .as(text)
        .isEqualTo(Float.floatToRawIntBits(Float.parseFloat(text)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "-0.0",
        "+1",
        "1.",
        ".5",
        "1e3",
        "1E-3",
        "2.5e+1",
        "16777217", // between two floats: to the even one below
        "16777219", // and to the even one above
        "16777217.0000000000000000001", // a little more: up
        "1.17549435e-38",
        "1.1754943e-38",
        "1e-45",
        "7e-46",
        "3.4028235e38",
        "3.4028236e38", // in the upper half of the last gap
        "0.000000000000000000000000001",
        "123456789012345678901234567890",
        "9007199254740993",
        "0.1000000014901161193847656250"
      })
  void aNumberIsThatOfJava(String text) {
    isThatOfJava(text);
  }

  @Tag("slow")
  @Test
  void aMillionRandomNumbersAreThoseOfJava() {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 1_000_000; i++) {
      String text = number(random);
      if (Float.compare(parse(text), Float.parseFloat(text)) != 0) {
        isThatOfJava(text);
      }
    }
  }

  private static String number(SplittableRandom random) {
    float value = Float.intBitsToFloat(random.nextInt());
    return switch (random.nextInt(5)) {
      case 0 -> Float.isFinite(value) ? Float.toString(value) : "1";
      case 1 -> (random.nextLong() >> random.nextInt(64)) + "." + random.nextInt(1 << 20);
      case 2 -> (random.nextInt() >> random.nextInt(32)) + "e" + random.nextInt(-50, 45);
      case 3 -> "" + random.nextInt(-3_000_000, 3_000_000) / 1e6;
      // the middle of two floats, and a little beside it
      default -> {
        float near = (float) random.nextDouble(1e-3, 1e3);
        double middle = near + Math.ulp(near) / 2.0;
        yield new BigDecimal(middle).toPlainString() + random.nextInt(2);
      }
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "+",
        ".",
        "e5",
        "1e",
        "1e+",
        "nan",
        "NaN",
        "inf",
        "Infinity",
        "1f",
        "0x1p3",
        "1,5",
        "1.2.3",
        "--1",
        "1 ",
        "1\t",
        "é",
        "1e5e",
        "1-"
      })
  void anythingElseIsNoNumber(String text) {
    assertThat(parse(text)).isNaN();
  }

  @Test
  void aNumberTooLargeIsInfinite() {
    assertThat(parse("1e39")).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(parse("-1e99999999999999")).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(parse("3.40282356e38")).isEqualTo(Float.MAX_VALUE);
    assertThat(parse("3.40282357e38")).isEqualTo(Float.POSITIVE_INFINITY);
  }
}

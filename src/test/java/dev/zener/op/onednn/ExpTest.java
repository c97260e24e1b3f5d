package dev.zener.op.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExpTest {
  @Test
  void isWithinAFewRoundingsOverItsRange() {
    double worst = 0;
    for (int i = 0; i <= 1_750_000; i++) {
      worst = Math.max(worst, error(-87 + i * 1e-4f));
    }
    assertThat(worst).isLessThanOrEqualTo(2e-7);
  }

  /** Where the nearest power of two changes: the remainder is largest there. */
  @Test
  void isAsGoodBetweenTwoPowers() {
    for (int n = -125; n < 127; n++) {
      float x = (float) ((n + 0.5) * Math.log(2));
      for (float near : new float[] {Math.nextDown(x), x, Math.nextUp(x)}) {
        assertThat(error(near)).as("e^%s", near).isLessThanOrEqualTo(2e-7);
      }
    }
  }

  private static double error(float x) {
    double truth = Math.exp(x);
    double error = Math.abs(Exp.of(x) - truth) / truth;
    return Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
  }

  @Test
  void theEdges() {
    assertThat(Exp.of(0)).isEqualTo(1);
    assertThat(Exp.of(Math.nextDown(-87f))).isZero();
    assertThat(Exp.of(-1e30f)).isZero();
    assertThat(Exp.of(Float.NEGATIVE_INFINITY)).isZero();
    assertThat(Exp.of(Float.NaN)).isNaN();
  }
}

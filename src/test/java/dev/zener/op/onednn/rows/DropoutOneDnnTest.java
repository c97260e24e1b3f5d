package dev.zener.op.onednn.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.op.Dropout;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DropoutOneDnnTest {
  private static final long KEY = Dropout.key(5, 2);
  private static final int THRESHOLD = Dropout.threshold(0.4);
  private static final float SCALE = 1.5f;

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 77_777, (1L << 31) - 3, (1L << 32) - 5, (1L << 32) - 2000, 3L << 40})
  void factorsAreThoseOfTheElementsNumbers(long first) {
    for (int n : new int[] {0, 1, 3, 27, 1024, 1025, 3000}) {
      float[] expected = new float[n + 1];
      for (int e = 0; e < n; e++) {
        expected[e] = Dropout.keeps(KEY, first + e, THRESHOLD) ? SCALE : 0;
      }
      expected[n] = 7; // after the end: must not be changed
      float[] factors = new float[n + 1];
      factors[n] = 7;
      DropoutOneDnn.factors(factors, n, KEY, first, THRESHOLD, SCALE);
      assertThat(factors).isEqualTo(expected);
      float[] x = new float[n + 1];
      Arrays.fill(x, 2);
      DropoutOneDnn.mask(x, n, KEY, first, THRESHOLD, SCALE);
      for (int e = 0; e < n; e++) {
        assertThat(x[e]).isEqualTo(2 * expected[e]);
      }
      assertThat(x[n]).isEqualTo(2);
    }
  }

  @Test
  void rateZeroKeepsEverything() {
    float[] factors = new float[2000];
    DropoutOneDnn.factors(factors, 2000, KEY, 0, Dropout.threshold(0), 1);
    assertThat(factors).containsOnly(1);
  }
}

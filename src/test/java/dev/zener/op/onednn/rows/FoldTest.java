package dev.zener.op.onednn.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FoldTest {
  private final Random random = new Random(3);

  @Test
  void addsEveryElementOnce() {
    Fold fold = new Fold(1000);
    float[] x = new float[1001];
    for (int n = 0; n <= 1000; n++) {
      Arrays.fill(x, 1 << 20); // values after n would change the sum visibly
      double truth = 0;
      for (int j = 0; j < n; j++) {
        x[j] = random.nextInt(1000); // sums of integers are exact
        truth += x[j];
      }
      assertThat(fold.sum(x, n)).as("%d elements", n).isEqualTo(truth);
    }
  }

  @Test
  void isAsExactAsPairwiseSums() {
    int n = 1 << 16;
    float[] x = new float[n];
    double truth = 0;
    for (int j = 0; j < n; j++) {
      x[j] = 1 + random.nextFloat();
      truth += x[j];
    }
    assertThat(new Fold(n).sum(x, n)).isCloseTo(truth, within(1e-7 * truth));
  }

  @Test
  void leavesItsArgumentAlone() {
    float[] x = new float[300];
    Arrays.fill(x, 0.1f);
    float[] copy = x.clone();
    new Fold(300).sum(x, 300);
    assertThat(x).isEqualTo(copy);
  }
}

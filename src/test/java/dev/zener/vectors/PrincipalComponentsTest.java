package dev.zener.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.zener.problem.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PrincipalComponentsTest {
  /**
   * Points around (1,2): two along (1,1) at distance 2√2, two along (1,−1) at distance √2. The
   * variances are 4 and 1.
   */
  private static final List<float[]> POINTS =
      List.of(new float[] {3, 4}, new float[] {-1, 0}, new float[] {2, 1}, new float[] {0, 3});

  @Test
  void theAxesOfFourPointsAreThoseFoundByHand() {
    PrincipalComponents both = PrincipalComponents.of(POINTS, 2);
    double half = Math.sqrt(0.5);
    assertThat(both.mean()).containsExactly(1, 2);
    assertThat(both.axes()[0]).containsExactly(new double[] {half, half}, within(1e-15));
    assertThat(both.axes()[1]).containsExactly(new double[] {half, -half}, within(1e-15));
    assertThat(both.variances()).containsExactly(new double[] {4, 1}, within(1e-14));
    assertThat(both.variance()).isEqualTo(5, within(1e-14));
    assertThat(both.kept()).isEqualTo(1, within(1e-14));
    assertThat(both.project(POINTS.get(0)))
        .containsExactly(new float[] {(float) Math.sqrt(8), 0}, within(1e-6f));
    assertThat(both.project(POINTS.get(3)))
        .containsExactly(new float[] {0, (float) -Math.sqrt(2)}, within(1e-6f));
  }

  @Test
  void oneAxisKeepsItsPart() {
    PrincipalComponents one = PrincipalComponents.of(POINTS, 1);
    assertThat(one.kept()).isEqualTo(0.8, within(1e-14));
    assertThat(one.project(POINTS.get(1)))
        .containsExactly(new float[] {(float) -Math.sqrt(8)}, within(1e-6f));
  }

  /** Around their mean, all axes keep the vectors: lengths and products stay. */
  @Test
  void allAxesKeepDistances() {
    Random random = new Random(3);
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < 150; i++) { // more than two blocks
      float[] vector = new float[7];
      for (int j = 0; j < 7; j++) {
        vector[j] = (float) random.nextGaussian() * (j + 1) + 10;
      }
      vectors.add(vector);
    }
    PrincipalComponents all = PrincipalComponents.of(vectors, 7);
    for (int i = 1; i < vectors.size(); i++) {
      double before = distance(vectors.get(i - 1), vectors.get(i));
      double after = distance(all.project(vectors.get(i - 1)), all.project(vectors.get(i)));
      assertThat(after).isEqualTo(before, within(1e-5 * before));
    }
    double sum = 0;
    for (double variance : all.variances()) {
      sum += variance;
    }
    assertThat(sum).isEqualTo(all.variance(), within(1e-12 * sum));
    for (double[] axis : all.axes()) {
      double largest = 0;
      for (double element : axis) {
        largest = Math.abs(element) > Math.abs(largest) ? element : largest;
      }
      assertThat(largest).as("the sign of an axis").isPositive();
    }
  }

  private static double distance(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (double) (a[i] - b[i]);
    }
    return Math.sqrt(sum);
  }

  @Test
  void moreAxesThanElementsOrVectorsAreRefused() {
    assertThatThrownBy(() -> PrincipalComponents.of(POINTS, 3))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("width 3; allowed: 1 to 2, the number of elements of the vectors");
    assertThatThrownBy(() -> PrincipalComponents.of(POINTS.subList(0, 1), 2))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("width 2; allowed: 1 to 1, the number of words that have vectors");
  }
}

package dev.zener.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LowRankTest {
  /** Orthogonal columns of lengths 6, 3 and 1, which are therefore the singular values. */
  private static final float[] KNOWN = {
    4, 2, 1 / 3f,
    4, -1, -2 / 3f,
    -2, 2, -2 / 3f
  };

  @Test
  void theLargestSingularValuesAreKept() {
    LowRank one = LowRank.best(KNOWN.clone(), 3, 3, Rank.of(1));
    assertThat(one.rank()).isEqualTo(1);
    assertThat(product(one))
        .containsExactly(new float[] {4, 0, 0, 4, 0, 0, -2, 0, 0}, within(1e-5f));
    assertThat(one.error()).isCloseTo(Math.sqrt(10 / 46.0), within(1e-6));
    LowRank two = LowRank.best(KNOWN.clone(), 3, 3, Rank.of(2));
    assertThat(product(two))
        .containsExactly(new float[] {4, 2, 0, 4, -1, 0, -2, 2, 0}, within(1e-5f));
  }

  @Test
  void bothFactorsHaveEntriesOfOneSize() {
    LowRank one = LowRank.best(KNOWN.clone(), 3, 3, Rank.of(1));
    assertThat(length(one.a())).isCloseTo(Math.sqrt(6), within(1e-5));
    assertThat(length(one.b())).isCloseTo(Math.sqrt(6), within(1e-5));
  }

  private static double length(float[] vector) {
    double sum = 0;
    for (float v : vector) {
      sum += v * v;
    }
    return Math.sqrt(sum);
  }

  @ParameterizedTest
  @CsvSource({"7,30", "30,7", "12,12", "1,5", "5,1"})
  void aMatrixOfLowRankIsFoundAgain(int rows, int columns) {
    Random random = new Random(1);
    int rank = Math.min(3, Math.min(rows, columns));
    LowRank planted =
        new LowRank(
            rows, columns, rank, normal(random, rows * rank), normal(random, rank * columns), 0);
    float[] matrix = product(planted);
    LowRank found = LowRank.best(matrix.clone(), rows, columns, Rank.of(rank));
    assertThat(product(found)).containsExactly(matrix, within(1e-5f));
    assertThat(found.error()).isLessThan(1e-6);
  }

  /**
   * By Eckart and Young, no matrix of that rank is closer; so no matrix near the result is closer.
   */
  @Test
  void noNeighbourIsBetter() {
    Random random = new Random(2);
    float[] matrix = normal(random, 20 * 15);
    LowRank best = LowRank.best(matrix.clone(), 20, 15, Rank.of(4));
    double error = distance(matrix, product(best));
    assertThat(best.error() * length(matrix)).isCloseTo(error, within(1e-4));
    for (int trial = 0; trial < 50; trial++) {
      LowRank other = new LowRank(20, 15, 4, near(random, best.b()), near(random, best.a()), 0);
      assertThat(distance(matrix, product(other))).isGreaterThan(error);
    }
  }

  private static double distance(float[] a, float[] b) {
    float[] difference = a.clone();
    for (int i = 0; i < a.length; i++) {
      difference[i] -= b[i];
    }
    return length(difference);
  }

  private static float[] near(Random random, float[] values) {
    float[] near = values.clone();
    for (int i = 0; i < near.length; i++) {
      near[i] += (float) (0.05 * random.nextGaussian());
    }
    return near;
  }

  private static float[] normal(Random random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static float[] product(LowRank factors) {
    float[] product = new float[factors.rows() * factors.columns()];
    for (int i = 0; i < factors.rows(); i++) {
      for (int j = 0; j < factors.columns(); j++) {
        for (int k = 0; k < factors.rank(); k++) {
          product[i * factors.columns() + j] +=
              factors.b()[i * factors.rank() + k] * factors.a()[k * factors.columns() + j];
        }
      }
    }
    return product;
  }

  @Test
  void nothingCanBeSaidOfNumbersThatAreNotFinite() {
    float[] matrix = KNOWN.clone();
    matrix[4] = Float.NaN;
    assertThatThrownBy(() -> LowRank.best(matrix, 3, 3, Rank.of(1)))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("NaN");
  }

  /** The squares are 36, 9 and 1, in total 46: 36 are 78 %, 45 are 97.8 %. */
  @ParameterizedTest
  @CsvSource({"0.01,1", "0.78,1", "0.79,2", "0.97,2", "0.98,3", "1,3"})
  void energyIsAPartOfTheSquares(double energy, int rank) {
    assertThat(Rank.energy(energy).of(new float[] {6, 3, 1})).isEqualTo(rank);
  }

  @Test
  void aRankIsAtMostThatOfTheMatrix() {
    assertThat(Rank.of(8).of(new float[] {6, 3, 1})).isEqualTo(3);
    assertThat(Rank.of(2).of(new float[] {6, 3, 1})).isEqualTo(2);
    for (double energy : Arrays.asList(0.0, -1.0, 1.01, Double.NaN)) {
      assertThatThrownBy(() -> Rank.energy(energy)).hasMessageContaining("at most 1");
    }
    assertThatThrownBy(() -> Rank.of(0)).hasMessageContaining("at least 1");
  }
}

package dev.zener.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SymmetricEigenTest {
  /** [[2,1,0],[1,2,1],[0,1,2]] has the eigenvalues 2+√2, 2 and 2−√2. */
  @Test
  void aKnownMatrixHasItsEigenvalues() {
    SymmetricEigen.Pairs pairs =
        SymmetricEigen.of(new double[][] {{2, 1, 0}, {1, 2, 1}, {0, 1, 2}});
    double root = Math.sqrt(2);
    assertThat(pairs.values()).containsExactly(new double[] {2 + root, 2, 2 - root}, within(1e-14));
    double[] middle = pairs.vectors()[1];
    assertThat(Math.abs(middle[0])).isEqualTo(1 / root, within(1e-14));
    assertThat(middle[1]).isEqualTo(0, within(1e-14));
    assertThat(middle[2]).isEqualTo(-middle[0], within(1e-14));
  }

  /** [[3,1,1],[1,3,1],[1,1,3]] is not tridiagonal and has 5, 2 and 2. */
  @Test
  void equalEigenvaluesAreFound() {
    SymmetricEigen.Pairs pairs =
        SymmetricEigen.of(new double[][] {{3, 1, 1}, {1, 3, 1}, {1, 1, 3}});
    assertThat(pairs.values()).containsExactly(new double[] {5, 2, 2}, within(1e-14));
    for (double element : pairs.vectors()[0]) {
      assertThat(Math.abs(element)).isEqualTo(1 / Math.sqrt(3), within(1e-14));
    }
  }

  @Test
  void diagonalAndZeroMatricesAreDone() {
    assertThat(SymmetricEigen.of(new double[][] {{1, 0}, {0, 4}}).values()).containsExactly(4, 1);
    assertThat(SymmetricEigen.of(new double[4][4]).values()).containsExactly(0, 0, 0, 0);
    assertThat(SymmetricEigen.of(new double[][] {{-7}}).values()).containsExactly(-7);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 40, 101})
  void aMatrixIsTheSumOfItsParts(int n) {
    Random random = new Random(n);
    double[][] matrix = new double[n][n];
    int rank = n > 40 ? n / 2 : n; // eigenvalues of 0, which rounding makes tiny
    for (int r = 0; r < rank; r++) {
      double[] x = random.doubles(n, -1, 1).toArray();
      double scale = Math.pow(10, random.nextInt(7) - 3) * (r % 2 == 0 ? 1 : -1);
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          matrix[i][j] += scale * x[i] * x[j];
        }
      }
    }
    double[][] copy = new double[n][];
    for (int i = 0; i < n; i++) {
      copy[i] = matrix[i].clone();
    }
    check(matrix, SymmetricEigen.of(copy));
  }

  private static void check(double[][] matrix, SymmetricEigen.Pairs pairs) {
    int n = matrix.length;
    double size = Math.max(Math.abs(pairs.values()[0]), Math.abs(pairs.values()[n - 1]));
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        double product = 0;
        for (int k = 0; k < n; k++) {
          sum += pairs.values()[k] * pairs.vectors()[k][i] * pairs.vectors()[k][j];
          product += pairs.vectors()[i][k] * pairs.vectors()[j][k];
        }
        assertThat(sum).isEqualTo(matrix[i][j], within(1e-13 * size));
        assertThat(product).isEqualTo(i == j ? 1 : 0, within(1e-13));
      }
      assertThat(i == 0 || pairs.values()[i - 1] >= pairs.values()[i]).isTrue();
    }
  }
}

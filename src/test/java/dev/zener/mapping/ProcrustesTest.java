package dev.zener.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.testing.Close;
import dev.zener.testing.Golden;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProcrustesTest {
  private final Random random = new Random(3);

  @Test
  void theOrthogonalFactorIsThatOfNumpy() {
    try (Golden golden = new Golden("mapping")) {
      double[] factor = OrthogonalFactor.of(golden.doubles("square"), 7);
      Close.check("factor", factor, golden.doubles("factor"), 1e-12, 0);
    }
  }

  @Test
  void theSolutionForPairsIsThatOfNumpy() {
    try (Golden golden = new Golden("mapping");
        WordMatrix x = Words.of("x", Words.rows(golden.doubles("x"), 5)).matrix();
        WordMatrix y = Words.of("y", Words.rows(golden.doubles("y"), 5)).matrix()) {
      double[] rotation = Procrustes.solve(x, y, everyWordWithItself(9));
      // the vectors of length 1 may be rounded once more
      Close.check("rotation", rotation, golden.doubles("rotation"), 1e-6, 0);
    }
  }

  @Test
  void theFactorOfALargeMatrixIsOrthogonal() {
    double[] matrix = random.doubles(300 * 300, -1, 1).toArray();
    double[] factor = OrthogonalFactor.of(matrix, 300);
    requireOrthogonal(factor, 300);
  }

  @Test
  void aSingularMatrixHasAnOrthogonalFactorToo() {
    double[] matrix = new double[25]; // rank 2: rows 0 and 3
    for (int i = 0; i < 5; i++) {
      matrix[i] = random.nextGaussian();
      matrix[15 + i] = random.nextGaussian();
    }
    requireOrthogonal(OrthogonalFactor.of(matrix, 5), 5);
    requireOrthogonal(OrthogonalFactor.of(new double[25], 5), 5);
  }

  /** One pair says where the first axis goes; the others stay. */
  @Test
  void directionsWithoutPairsStay() {
    double[] factor = OrthogonalFactor.of(new double[] {0, 0, 0, 0, 0, 0, 0, 0, 2}, 3);
    assertThat(factor).containsExactly(1, 0, 0, 0, 1, 0, 0, 0, 1);
  }

  @Test
  void aRotationIsFound() {
    double[] turn = {0.6, -0.8, 0.8, 0.6};
    float[][] x = {{1, 0}, {0, 1}, {0.6f, 0.8f}};
    float[][] y = {{0.6f, 0.8f}, {-0.8f, 0.6f}, {-0.28f, 0.96f}};
    try (WordMatrix from = Words.of("x", x).matrix();
        WordMatrix to = Words.of("y", y).matrix()) {
      Close.check("turn", Procrustes.solve(from, to, everyWordWithItself(3)), turn, 1e-7, 0);
    }
  }

  private static WordPairs everyWordWithItself(int count) {
    int[] all = IntStream.range(0, count).toArray();
    return new WordPairs(all, all);
  }

  private static void requireOrthogonal(double[] matrix, int width) {
    for (int i = 0; i < width; i++) {
      for (int j = 0; j < width; j++) {
        double product = 0;
        for (int k = 0; k < width; k++) {
          product += matrix[i * width + k] * matrix[j * width + k];
        }
        assertThat(Math.abs(product - (i == j ? 1 : 0))).as(i + "," + j).isLessThan(1e-12);
      }
    }
  }
}

package dev.zener.mapping;

import dev.zener.device.Workers;

/**
 * The orthogonal matrix W with the smallest sum of ‖W x − y‖² over pairs of vectors (Schönemann
 * 1966): W = U Vᵀ, where U Σ Vᵀ = Yᵀ X.
 */
final class Procrustes {
  /** The number of pairs whose vectors are read at a time. */
  private static final int PAIRS = 256;

  private Procrustes() {}

  /** The matrix, row by row, for pairs of rows. */
  static double[] solve(WordMatrix source, WordMatrix target, WordPairs pairs) {
    return OrthogonalFactor.of(products(source, target, pairs), source.width());
  }

  /** Yᵀ X in double. */
  private static double[] products(WordMatrix source, WordMatrix target, WordPairs pairs) {
    int width = source.width();
    double[][] sums = new double[width][width];
    float[][] x = new float[PAIRS][width];
    float[][] y = new float[PAIRS][width];
    for (int first = 0; first < pairs.count(); first += PAIRS) {
      int count = Math.min(PAIRS, pairs.count() - first);
      for (int i = 0; i < count; i++) {
        source.copy(pairs.source()[first + i], x[i]);
        target.copy(pairs.target()[first + i], y[i]);
      }
      Workers.run(width, 2, (from, to) -> add(x, y, count, sums, from, to));
    }
    double[] matrix = new double[width * width];
    for (int row = 0; row < width; row++) {
      System.arraycopy(sums[row], 0, matrix, row * width, width);
    }
    return matrix;
  }

  private static void add(float[][] x, float[][] y, int count, double[][] sums, int from, int to) {
    for (int row = from; row < to; row++) {
      double[] sum = sums[row];
      for (int i = 0; i < count; i++) {
        double factor = y[i][row];
        float[] vector = x[i];
        for (int k = 0; k < sum.length; k++) {
          sum[k] += factor * vector[k];
        }
      }
    }
  }
}

package dev.zener.vectors;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The eigenvalues and eigenvectors of a symmetric matrix: Householder reflections make it
 * tridiagonal, then QR steps with Wilkinson's shift make it diagonal (Golub and Van Loan, Matrix
 * Computations, 8.3).
 */
final class SymmetricEigen {
  /** More steps for an eigenvalue show a defect; usual are two. */
  private static final int MOST_STEPS = 100;

  private static final double EPSILON = Math.ulp(1.0);

  private final int n;
  private final double[] diagonal;
  private final double[] beside;
  private final double[][] rows;

  private SymmetricEigen(double[][] matrix) {
    n = matrix.length;
    diagonal = new double[n];
    beside = new double[n];
    rows = new double[n][n];
    tridiagonal(matrix);
    diagonalise();
  }

  /**
   * The result.
   *
   * @param values the eigenvalues, the largest first
   * @param vectors the eigenvector of each, of length 1
   */
  record Pairs(double[] values, double[][] vectors) {}

  /**
   * Decomposes a matrix.
   *
   * @param matrix a symmetric matrix, which is overwritten
   */
  static Pairs of(double[][] matrix) {
    return new SymmetricEigen(matrix).descending();
  }

  private Pairs descending() {
    int[] order =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -diagonal[i]))
            .mapToInt(i -> i)
            .toArray();
    double[] values = IntStream.of(order).mapToDouble(i -> diagonal[i]).toArray();
    return new Pairs(values, IntStream.of(order).mapToObj(i -> rows[i]).toArray(double[][]::new));
  }

  /** Makes the matrix tridiagonal: A = Q T Qᵀ, with Q the product of the reflections. */
  private void tridiagonal(double[][] a) {
    double[][] normals = new double[n][];
    for (int k = 0; k < n - 2; k++) {
      double[] v = normal(a, k);
      normals[k] = v;
      if (v != null) {
        reflect(a, v, k + 1);
      }
    }
    for (int i = 0; i < n; i++) {
      diagonal[i] = a[i][i];
      beside[i] = i + 1 < n ? a[i + 1][i] : 0;
    }
    product(normals);
  }

  /**
   * The normal, of length 1, of the reflection that makes column k zero below its subdiagonal; null
   * if it is zero already. The elements of column k are set to what the reflection makes of them.
   */
  private double[] normal(double[][] a, int k) {
    double scale = 0;
    for (int i = k + 2; i < n; i++) {
      scale = Math.max(scale, Math.abs(a[i][k]));
    }
    if (scale == 0) {
      return null;
    }
    scale = Math.max(scale, Math.abs(a[k + 1][k]));
    double[] v = new double[n];
    double sum = 0;
    for (int i = k + 1; i < n; i++) {
      v[i] = a[i][k] / scale;
      sum += v[i] * v[i];
    }
    double length = Math.copySign(Math.sqrt(sum), -v[k + 1]);
    double norm = Math.sqrt(2 * (sum - length * v[k + 1]));
    v[k + 1] -= length;
    for (int i = k + 1; i < n; i++) {
      v[i] /= norm;
      a[i][k] = 0;
      a[k][i] = 0;
    }
    a[k + 1][k] = length * scale;
    a[k][k + 1] = length * scale;
    return v;
  }

  /** Reflects both sides of the matrix from row and column {@code from} on: A − v wᵀ − w vᵀ. */
  private void reflect(double[][] a, double[] v, int from) {
    double[] w = new double[n];
    double along = 0;
    for (int i = from; i < n; i++) {
      w[i] = 2 * product(a[i], v, from);
      along += w[i] * v[i];
    }
    for (int i = from; i < n; i++) {
      w[i] -= along * v[i];
    }
    for (int i = from; i < n; i++) {
      double[] row = a[i];
      double vi = v[i];
      double wi = w[i];
      for (int j = from; j < n; j++) {
        row[j] -= vi * w[j] + wi * v[j];
      }
    }
  }

  private double product(double[] x, double[] y, int from) {
    double sum = 0;
    for (int i = from; i < n; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  /** Sets the rows to Qᵀ. */
  private void product(double[][] normals) {
    double[][] q = new double[n][n];
    for (int i = 0; i < n; i++) {
      q[i][i] = 1;
    }
    for (int k = n - 3; k >= 0; k--) {
      double[] v = normals[k];
      if (v == null) {
        continue;
      }
      double[] sum = new double[n];
      for (int i = k + 1; i < n; i++) {
        add(sum, v[i], q[i]);
      }
      for (int i = k + 1; i < n; i++) {
        add(q[i], -2 * v[i], sum);
      }
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        rows[j][i] = q[i][j];
      }
    }
  }

  private static void add(double[] target, double factor, double[] values) {
    for (int i = 0; i < target.length; i++) {
      target[i] += factor * values[i];
    }
  }

  /** Makes the elements beside the diagonal zero, from the last one up. */
  private void diagonalise() {
    double norm = 0;
    for (int i = 0; i < n; i++) {
      norm = Math.max(norm, Math.abs(diagonal[i]) + Math.abs(beside[i]));
    }
    int steps = 0;
    for (int last = n - 1; last > 0; ) {
      if (isZero(last - 1, norm)) {
        beside[last - 1] = 0;
        last--;
        steps = 0;
        continue;
      }
      int first = last - 1;
      while (first > 0 && !isZero(first - 1, norm)) {
        first--;
      }
      if (steps++ == MOST_STEPS) {
        throw new ArithmeticException("the eigenvalues of a matrix are not found; is it finite?");
      }
      step(first, last);
    }
  }

  private boolean isZero(int i, double norm) {
    double near = Math.abs(diagonal[i]) + Math.abs(diagonal[i + 1]);
    return Math.abs(beside[i]) <= EPSILON * (near + EPSILON * norm);
  }

  /** A QR step on the block of rows and columns first to last: rotations chase an element down. */
  private void step(int first, int last) {
    double half = (diagonal[last - 1] - diagonal[last]) / 2;
    double corner = beside[last - 1];
    double root = Math.copySign(Math.hypot(half, corner), half);
    double x = diagonal[first] - (diagonal[last] - corner * (corner / (half + root)));
    double z = beside[first];
    for (int k = first; k < last; k++) {
      double r = Math.hypot(x, z);
      double c = r == 0 ? 1 : x / r;
      double s = r == 0 ? 0 : z / r;
      if (k > first) {
        beside[k - 1] = r;
      }
      double upper = diagonal[k];
      double lower = diagonal[k + 1];
      double off = beside[k];
      diagonal[k] = c * c * upper + 2 * c * s * off + s * s * lower;
      diagonal[k + 1] = s * s * upper - 2 * c * s * off + c * c * lower;
      beside[k] = c * s * (lower - upper) + (c * c - s * s) * off;
      x = beside[k];
      if (k + 1 < last) {
        z = s * beside[k + 1];
        beside[k + 1] *= c;
      }
      rotate(rows[k], rows[k + 1], c, s);
    }
  }

  private static void rotate(double[] upper, double[] lower, double c, double s) {
    for (int i = 0; i < upper.length; i++) {
      double u = upper[i];
      double l = lower[i];
      upper[i] = c * u + s * l;
      lower[i] = c * l - s * u;
    }
  }
}

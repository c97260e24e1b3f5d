package dev.zener.op.reference;

/** Products of row-major matrices. */
final class Matrix {
  private Matrix() {}

  /** a [n,k] times bᵀ of b [m,k] → [n,m]. */
  static double[] timesTransposed(double[] a, double[] b, int n, int k, int m) {
    double[] c = new double[n * m];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < m; j++) {
        double sum = 0;
        for (int l = 0; l < k; l++) {
          sum += a[i * k + l] * b[j * k + l];
        }
        c[i * m + j] = sum;
      }
    }
    return c;
  }

  /** a [n,k] times b [k,m] → [n,m]. */
  static double[] times(double[] a, double[] b, int n, int k, int m) {
    double[] c = new double[n * m];
    for (int i = 0; i < n; i++) {
      for (int l = 0; l < k; l++) {
        double factor = a[i * k + l];
        for (int j = 0; j < m; j++) {
          c[i * m + j] += factor * b[l * m + j];
        }
      }
    }
    return c;
  }

  /** aᵀ of a [k,n] times b [k,m] → [n,m]. */
  static double[] transposedTimes(double[] a, double[] b, int n, int k, int m) {
    double[] c = new double[n * m];
    for (int l = 0; l < k; l++) {
      for (int i = 0; i < n; i++) {
        double factor = a[l * n + i];
        for (int j = 0; j < m; j++) {
          c[i * m + j] += factor * b[l * m + j];
        }
      }
    }
    return c;
  }
}

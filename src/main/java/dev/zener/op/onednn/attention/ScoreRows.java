package dev.zener.op.onednn.attention;

/**
 * Loops over arrays that are vectorised. Each loop uses the same index in all its arrays, because
 * the JIT compiler of JDK 17 does not vectorise loops with an offset in one of them.
 */
final class ScoreRows {
  private ScoreRows() {}

  /** a = max(a, x). */
  static void largest(float[] a, float[] x, int n) {
    for (int e = 0; e < n; e++) {
      a[e] = Math.max(a[e], x[e]);
    }
  }

  /** a = a + x. */
  static void add(float[] a, float[] x, int n) {
    for (int e = 0; e < n; e++) {
      a[e] += x[e];
    }
  }

  /** x = factor · x − shift. */
  static void shift(float[] x, float factor, float[] shift, int n) {
    for (int e = 0; e < n; e++) {
      x[e] = factor * x[e] - shift[e];
    }
  }

  /** x = x · factor. */
  static void multiply(float[] x, float[] factor, int n) {
    for (int e = 0; e < n; e++) {
      x[e] *= factor[e];
    }
  }

  /** x = x − a · b. */
  static void subtractProduct(float[] x, float[] a, float[] b, int n) {
    for (int e = 0; e < n; e++) {
      x[e] -= a[e] * b[e];
    }
  }
}

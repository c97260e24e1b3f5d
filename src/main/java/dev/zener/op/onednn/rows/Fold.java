package dev.zener.op.onednn.rows;

/**
 * Vectorised sums of floats. The C2 compiler does not vectorise a running sum, so the four quarters
 * of an array are added element by element, then those of the result, and so on. This is also
 * pairwise summation, whose error grows only with the logarithm of the length. Not thread-safe.
 */
final class Fold {
  private static final int PARTS = 4;

  /** The minimum length at which vector code saves more than another loop costs. */
  private static final int SHORTEST = 48;

  private final float[] a;
  private final float[] b;
  private final float[] c;
  private final float[] d;

  /** Creates a fold for arrays of at most {@code longest} elements. */
  Fold(int longest) {
    a = new float[longest / PARTS];
    b = new float[longest / PARTS];
    c = new float[longest / PARTS];
    d = new float[longest / PARTS];
  }

  /** The sum of x[0, n). */
  double sum(float[] x, int n) {
    double tails = 0;
    float[] from = x;
    int length = n;
    while (length >= SHORTEST) {
      int q = length / PARTS;
      tails += running(from, q * PARTS, length);
      // loops are vectorised reliably only if all arrays have the same index
      System.arraycopy(from, q, b, 0, q);
      System.arraycopy(from, 2 * q, c, 0, q);
      System.arraycopy(from, 3 * q, d, 0, q);
      add(from, b, c, d, a, q);
      from = a;
      length = q;
    }
    return running(from, 0, length) + tails;
  }

  private static void add(float[] x, float[] b, float[] c, float[] d, float[] a, int n) {
    for (int j = 0; j < n; j++) {
      a[j] = (x[j] + b[j]) + (c[j] + d[j]);
    }
  }

  private static double running(float[] x, int from, int to) {
    double sum = 0;
    for (int j = from; j < to; j++) {
      sum += x[j];
    }
    return sum;
  }
}

package dev.zener.op.onednn;

/**
 * Sums of floats in vector code, which C2 never makes of a running sum: four quarters are added
 * element by element, then the quarter that is left, and so on. Pairwise at that, so the error
 * grows with the logarithm of the length. Not thread-safe: it keeps what it folds.
 */
final class Fold {
  private static final int PARTS = 4;

  /** From this length on, vector code saves more than another loop costs. */
  private static final int SHORTEST = 48;

  private final float[] a;
  private final float[] b;
  private final float[] c;
  private final float[] d;

  /** For arrays of at most {@code longest} elements. */
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
      // loops become vector code for certain only where all arrays share one index
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

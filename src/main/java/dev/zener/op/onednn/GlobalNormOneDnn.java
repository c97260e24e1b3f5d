package dev.zener.op.onednn;

import dev.zener.device.Tensor;
import dev.zener.device.Workers;
import java.nio.FloatBuffer;

/** {@link dev.zener.op.GlobalNorm}: sums of stretches, added in order. */
final class GlobalNormOneDnn {
  private static final int STRETCH = 4096;

  /** Sums of squares of floats in here have lost nothing to overflow or underflow. */
  private static final double SMALLEST = 1e-30;

  private GlobalNormOneDnn() {}

  static void forward(Tensor[] in, Tensor[] out) {
    double squares = 0;
    for (Tensor g : in) {
      squares += squares(g);
    }
    out[0].floats().put(0, (float) Math.sqrt(squares));
  }

  private static double squares(Tensor g) {
    int stretches = (g.size() + STRETCH - 1) / STRETCH;
    double[] sums = new double[stretches];
    Workers.run(
        stretches,
        16,
        (from, to) -> {
          float[] x = new float[STRETCH];
          float[] squares = new float[STRETCH];
          Fold fold = new Fold(STRETCH);
          FloatBuffer all = g.floats();
          for (int s = from; s < to; s++) {
            int n = Math.min(STRETCH, g.size() - s * STRETCH);
            all.get(s * STRETCH, x, 0, n);
            square(x, squares, n);
            double sum = fold.sum(squares, n);
            sums[s] = sum > SMALLEST && sum < Double.POSITIVE_INFINITY ? sum : exact(x, n);
          }
        });
    double total = 0;
    for (double s : sums) {
      total += s;
    }
    return total;
  }

  private static void square(float[] x, float[] squares, int n) {
    for (int j = 0; j < n; j++) {
      squares[j] = x[j] * x[j];
    }
  }

  /** In double, for squares that no float holds. */
  private static double exact(float[] x, int n) {
    double sum = 0;
    for (int j = 0; j < n; j++) {
      sum += (double) x[j] * x[j];
    }
    return sum;
  }
}

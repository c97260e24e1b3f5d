package dev.zener.op.onednn;

import dev.zener.device.Tensor;
import dev.zener.device.Workers;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** {@link dev.zener.op.GlobalNorm}: sums of stretches, added in order. */
final class GlobalNormOneDnn {
  private static final int STRETCH = 4096;

  /** Of a stretch, squared and added element by element. */
  private static final int PARTS = 4;

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
          float[][] x = new float[PARTS][STRETCH / PARTS];
          float[] squares = new float[STRETCH / PARTS];
          Fold fold = new Fold(squares.length);
          FloatBuffer all = g.floats();
          for (int s = from; s < to; s++) {
            read(all, s * STRETCH, Math.min(STRETCH, g.size() - s * STRETCH), x);
            square(x[0], x[1], x[2], x[3], squares);
            double sum = fold.sum(squares, squares.length);
            sums[s] = sum > SMALLEST && sum < Double.POSITIVE_INFINITY ? sum : exact(x);
          }
        });
    double total = 0;
    for (double s : sums) {
      total += s;
    }
    return total;
  }

  /** n numbers, part by part, and zeros. */
  private static void read(FloatBuffer all, int first, int n, float[][] x) {
    for (int i = 0, left = n; i < x.length; i++) {
      int size = Math.min(left, x[i].length);
      all.get(first + n - left, x[i], 0, size);
      Arrays.fill(x[i], size, x[i].length, 0);
      left -= size;
    }
  }

  private static void square(float[] a, float[] b, float[] c, float[] d, float[] squares) {
    for (int j = 0; j < squares.length; j++) {
      squares[j] = (a[j] * a[j] + b[j] * b[j]) + (c[j] * c[j] + d[j] * d[j]);
    }
  }

  /** In double, for squares that no float holds. */
  private static double exact(float[][] x) {
    double sum = 0;
    for (float[] part : x) {
      for (float number : part) {
        sum += (double) number * number;
      }
    }
    return sum;
  }
}

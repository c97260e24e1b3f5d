package dev.zener.op.onednn.rows;

import dev.zener.device.Tensor;
import dev.zener.device.Workers;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** {@link dev.zener.op.GlobalNorm}: sums of ranges of elements, added in order. */
public final class GlobalNormOneDnn {
  /** The number of elements whose squares are added in float. */
  private static final int STRETCH = 1 << 15;

  /** The number of arrays that are squared and added element by element. */
  private static final int PARTS = 4;

  private static final int PART = 1024;

  /** The minimum sum of squares in float that is not affected by underflow. */
  private static final double SMALLEST = 1e-30;

  private GlobalNormOneDnn() {}

  public static void forward(Tensor[] in, Tensor[] out) {
    double squares = 0;
    for (Tensor g : in) {
      squares += squares(g);
    }
    out[0].floats().put(0, (float) Math.sqrt(squares));
  }

  private static double squares(Tensor g) {
    int stretches = g.size() / STRETCH;
    double[] sums = new double[stretches];
    Workers.run(
        stretches,
        2,
        (from, to) -> {
          float[][] x = new float[PARTS][PART];
          float[] squares = new float[PART];
          Fold fold = new Fold(PART);
          for (int s = from; s < to; s++) {
            int first = s * STRETCH;
            add(g.floats(), first, x, squares);
            double sum = fold.sum(squares, PART);
            boolean holds = sum > SMALLEST && sum < Double.POSITIVE_INFINITY;
            sums[s] = holds ? sum : exact(g.floats(), first, first + STRETCH);
          }
        });
    double total = exact(g.floats(), stretches * STRETCH, g.size());
    for (double s : sums) {
      total += s;
    }
    return total;
  }

  /** Adds the squares of a range of elements, reducing it to the length of a part. */
  private static void add(FloatBuffer all, int first, float[][] x, float[] squares) {
    Arrays.fill(squares, 0);
    for (int at = first; at < first + STRETCH; at += PARTS * PART) {
      for (int i = 0; i < PARTS; i++) {
        all.get(at + i * PART, x[i]);
      }
      square(x[0], x[1], x[2], x[3], squares);
    }
  }

  private static void square(float[] a, float[] b, float[] c, float[] d, float[] squares) {
    for (int j = 0; j < squares.length; j++) {
      squares[j] += (a[j] * a[j] + b[j] * b[j]) + (c[j] * c[j] + d[j] * d[j]);
    }
  }

  /** Adds squares in double, for values beyond the range of float and for the last elements. */
  private static double exact(FloatBuffer all, int from, int to) {
    double sum = 0;
    for (int e = from; e < to; e++) {
      double number = all.get(e);
      sum += number * number;
    }
    return sum;
  }
}

package dev.zener.op.onednn;

import dev.zener.device.Tensor;
import dev.zener.device.Workers;

/** {@link dev.zener.op.GlobalNorm}: sums of stretches, added in order. */
final class GlobalNormOneDnn {
  private static final int STRETCH = 1 << 14;

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
          for (int s = from; s < to; s++) {
            int n = Math.min(STRETCH, g.size() - s * STRETCH);
            g.floats().get(s * STRETCH, x, 0, n);
            sums[s] = sum(x, n);
          }
        });
    double total = 0;
    for (double s : sums) {
      total += s;
    }
    return total;
  }

  /** Four sums side by side, in double. */
  private static double sum(float[] x, int n) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int j = 0;
    for (; j + 3 < n; j += 4) {
      a += (double) x[j] * x[j];
      b += (double) x[j + 1] * x[j + 1];
      c += (double) x[j + 2] * x[j + 2];
      d += (double) x[j + 3] * x[j + 3];
    }
    for (; j < n; j++) {
      a += (double) x[j] * x[j];
    }
    return a + b + (c + d);
  }
}

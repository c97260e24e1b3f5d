package dev.zener.op.onednn;

import dev.zener.device.Tensor;
import dev.zener.device.Workers;
import dev.zener.op.Dropout;
import dev.zener.op.Kernel;
import dev.zener.op.Op;

/** {@link Dropout}, stretches in heap copies. */
final class DropoutOneDnn {
  private static final int STRETCH = 2048; // a multiple of 4: one draw serves four elements

  private DropoutOneDnn() {}

  static Kernel forward(Op op) {
    int threshold = Dropout.threshold(op.number(0));
    float scale = (float) (1 / (1 - op.number(0)));
    return (in, out) -> {
      long key = Dropout.key(in[1].longs().get(0), op.integer(0));
      int size = in[0].size();
      int stretches = (size + STRETCH - 1) / STRETCH;
      Workers.run(
          stretches,
          16,
          (from, to) -> {
            float[] x = new float[STRETCH];
            for (int s = from; s < to; s++) {
              int first = s * STRETCH;
              stretch(
                  in[0], out[0], x, first, Math.min(STRETCH, size - first), key, threshold, scale);
            }
          });
    };
  }

  private static void stretch(
      Tensor in, Tensor out, float[] x, int first, int n, long key, int threshold, float scale) {
    in.floats().get(first, x, 0, n);
    mask(x, n, key, first, threshold, scale);
    out.floats().put(first, x, 0, n);
  }

  /** Drops or scales x[0, n), whose first element has the number {@code first}, a multiple of 4. */
  static void mask(float[] x, int n, long key, long first, int threshold, float scale) {
    long group = first >> 2;
    int e = 0;
    for (; e + 3 < n; e += 4) {
      long bits = Dropout.bits(key, group++);
      x[e] *= (int) (bits & 0xFFFF) < threshold ? 0 : scale;
      x[e + 1] *= (int) (bits >>> 16 & 0xFFFF) < threshold ? 0 : scale;
      x[e + 2] *= (int) (bits >>> 32 & 0xFFFF) < threshold ? 0 : scale;
      x[e + 3] *= (int) (bits >>> 48) < threshold ? 0 : scale;
    }
    for (; e < n; e++) {
      x[e] *= Dropout.keeps(key, first + e, threshold) ? scale : 0;
    }
  }
}

package dev.zener.op.onednn.rows;

import dev.zener.device.Tensor;
import dev.zener.device.Workers;
import dev.zener.op.AdamW;
import dev.zener.op.Op;
import dev.zener.op.backend.Kernel;

/** {@link AdamW}, computed in heap copies of ranges of elements. */
public final class AdamWOneDnn {
  private static final int STRETCH = 1024; // four arrays of it take half a first-level cache

  private AdamWOneDnn() {}

  public static Kernel forward(Op op) {
    return (in, out) -> {
      double maxNorm = op.number(4);
      double norm = in[4].get(0);
      float clip = (float) (maxNorm > 0 ? Math.min(1, maxNorm / (norm + AdamW.NORM_EPSILON)) : 1);
      int size = in[0].size();
      Workers.run(
          (size + STRETCH - 1) / STRETCH,
          32,
          (from, to) -> {
            float[][] x = new float[4][STRETCH];
            for (int s = from; s < to; s++) {
              int first = s * STRETCH;
              int n = Math.min(STRETCH, size - first);
              for (int i = 0; i < 4; i++) {
                in[i].floats().get(first, x[i], 0, n);
              }
              update(op, in[5], clip, x[0], x[1], x[2], x[3], n);
              out[0].floats().put(first, x[0], 0, n);
              out[1].floats().put(first, x[2], 0, n);
              out[2].floats().put(first, x[3], 0, n);
            }
          });
      out[0].changed();
    };
  }

  private static void update(
      Op op, Tensor scalars, float clip, float[] p, float[] g, float[] m, float[] v, int n) {
    float beta1 = (float) op.number(0);
    float beta2 = (float) op.number(1);
    float rest1 = (float) (1 - op.number(0));
    float rest2 = (float) (1 - op.number(1));
    float epsilon = (float) op.number(2);
    double lr = op.number(5) * scalars.get(0);
    float shrink = (float) (1 - lr * op.number(3));
    float step = (float) (lr / scalars.get(1));
    float root2 = (float) (1 / Math.sqrt(scalars.get(2)));
    for (int e = 0; e < n; e++) {
      float gradient = g[e] * clip;
      float first = beta1 * m[e] + rest1 * gradient;
      float second = beta2 * v[e] + rest2 * gradient * gradient;
      p[e] = p[e] * shrink - step * first / ((float) Math.sqrt(second) * root2 + epsilon);
      m[e] = first;
      v[e] = second;
    }
  }
}

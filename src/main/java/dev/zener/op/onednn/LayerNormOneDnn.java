package dev.zener.op.onednn;

import dev.zener.device.Tensor;
import dev.zener.device.Workers;
import dev.zener.op.Kernel;
import dev.zener.op.LayerNorm;

/** {@link LayerNorm}, rows in heap copies. */
final class LayerNormOneDnn {
  private static final int SERIAL = 128;

  private LayerNormOneDnn() {}

  static Kernel forward(LayerNorm op) {
    return (in, out) ->
        Workers.run(in[0].dim(0), SERIAL, (from, to) -> rows(op, in, out, from, to));
  }

  private static void rows(LayerNorm op, Tensor[] in, Tensor[] out, int from, int to) {
    int h = in[0].dim(1);
    float[] s = new float[h];
    float[] residual = new float[h];
    float[] gamma = in[1].toFloats();
    float[] beta = in[2].toFloats();
    for (int i = from; i < to; i++) {
      in[0].floats().get(i * h, s);
      if (op.residual()) {
        in[3].floats().get(i * h, residual);
        add(s, residual);
        if (out[3] != null) {
          out[3].floats().put(i * h, s);
        }
      }
      double exact = sum(s) / h;
      float mean = (float) exact;
      float rest = (float) (exact - mean); // what a float far from 0 cannot hold
      for (int j = 0; j < h; j++) {
        s[j] = s[j] - mean - rest;
      }
      float rstd = (float) (1 / Math.sqrt(squares(s) / h + op.epsilon()));
      for (int j = 0; j < h; j++) {
        s[j] = s[j] * rstd * gamma[j] + beta[j];
      }
      out[0].floats().put(i * h, s);
      put(out[1], i, mean);
      put(out[2], i, rstd);
    }
  }

  private static void put(Tensor target, int i, float value) {
    if (target != null) {
      target.floats().put(i, value);
    }
  }

  private static void add(float[] s, float[] residual) {
    for (int j = 0; j < s.length; j++) {
      s[j] += residual[j];
    }
  }

  // Four sums side by side: the JIT compiler does not reorder floating-point sums by itself.

  private static double sum(float[] x) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int j = 0;
    for (; j + 3 < x.length; j += 4) {
      a += x[j];
      b += x[j + 1];
      c += x[j + 2];
      d += x[j + 3];
    }
    for (; j < x.length; j++) {
      a += x[j];
    }
    return a + b + (c + d);
  }

  private static double squares(float[] x) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int j = 0;
    for (; j + 3 < x.length; j += 4) {
      a += square(x[j]);
      b += square(x[j + 1]);
      c += square(x[j + 2]);
      d += square(x[j + 3]);
    }
    for (; j < x.length; j++) {
      a += square(x[j]);
    }
    return a + b + (c + d);
  }

  private static double square(double x) {
    return x * x;
  }

  static void backward(Tensor[] in, Tensor[] out) {
    int n = in[0].dim(0);
    int h = in[0].dim(1);
    int parts = n < SERIAL ? 1 : Workers.threads();
    float[][] dgamma = new float[parts][h];
    float[][] dbeta = new float[parts][h];
    Workers.run(
        parts,
        2,
        (from, to) -> {
          for (int p = from; p < to; p++) {
            int first = (int) ((long) n * p / parts);
            int last = (int) ((long) n * (p + 1) / parts);
            gradients(in, out, first, last, dgamma[p], dbeta[p]);
          }
        });
    for (int p = 1; p < parts; p++) {
      add(dgamma[0], dgamma[p]);
      add(dbeta[0], dbeta[p]);
    }
    if (out[1] != null) {
      out[1].floats().put(0, dgamma[0]);
    }
    if (out[2] != null) {
      out[2].floats().put(0, dbeta[0]);
    }
  }

  private static void gradients(
      Tensor[] in, Tensor[] out, int from, int to, float[] dgamma, float[] dbeta) {
    int h = in[0].dim(1);
    float[] norm = new float[h];
    float[] g = new float[h];
    float[] product = new float[h];
    float[] gamma = in[1].toFloats();
    for (int i = from; i < to; i++) {
      float mean = in[2].floats().get(i);
      float rstd = in[3].floats().get(i);
      in[0].floats().get(i * h, norm);
      in[4].floats().get(i * h, g);
      for (int j = 0; j < h; j++) {
        norm[j] = (norm[j] - mean) * rstd;
        dgamma[j] += g[j] * norm[j];
        dbeta[j] += g[j];
        g[j] *= gamma[j];
        product[j] = g[j] * norm[j];
      }
      if (out[0] == null) {
        continue;
      }
      float g1 = (float) (sum(g) / h);
      float gn = (float) (sum(product) / h);
      for (int j = 0; j < h; j++) {
        g[j] = rstd * (g[j] - g1 - norm[j] * gn);
      }
      out[0].floats().put(i * h, g);
    }
  }
}

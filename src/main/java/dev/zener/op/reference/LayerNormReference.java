package dev.zener.op.reference;

import dev.zener.device.Tensor;
import dev.zener.op.Dropout;
import dev.zener.op.LayerNorm;
import dev.zener.op.backend.Kernel;

/** {@link LayerNorm} in plain loops. */
final class LayerNormReference {
  private LayerNormReference() {}

  static Kernel forward(LayerNorm op) {
    return (in, out) -> {
      int n = in[0].dim(0);
      int h = in[0].dim(1);
      double[] s = in[0].toDoubles();
      if (op.dropout()) {
        drop(s, in[4], op.site(), op.rate());
      }
      for (int e = 0; op.residual() && e < s.length; e++) {
        s[e] += in[3].get(e);
      }
      for (int i = 0; i < n; i++) {
        row(in, out, s, i, h, op.epsilon());
      }
      if (op.residual() && out[3] != null) {
        out[3].setDoubles(s);
      }
      Tensor rounded = op.rounded() ? out[out.length - 1] : null;
      if (rounded != null) {
        rounded.setDoubles(out[0].toDoubles());
      }
    };
  }

  private static void drop(double[] x, Tensor counter, int site, double rate) {
    long key = Dropout.key(counter.longs().get(0), site);
    int threshold = Dropout.threshold(rate);
    double scale = 1 / (1 - rate);
    for (int e = 0; e < x.length; e++) {
      x[e] = Dropout.keeps(key, e, threshold) ? x[e] * scale : 0;
    }
  }

  private static void row(Tensor[] in, Tensor[] out, double[] s, int i, int h, double epsilon) {
    double mean = 0;
    for (int j = 0; j < h; j++) {
      mean += s[i * h + j] / h;
    }
    double variance = 0;
    for (int j = 0; j < h; j++) {
      variance += (s[i * h + j] - mean) * (s[i * h + j] - mean) / h;
    }
    double rstd = 1 / Math.sqrt(variance + epsilon);
    for (int j = 0; j < h; j++) {
      out[0].set(i * h + j, (s[i * h + j] - mean) * rstd * in[1].get(j) + in[2].get(j));
    }
    if (out[1] != null) {
      out[1].set(i, mean);
    }
    if (out[2] != null) {
      out[2].set(i, rstd);
    }
  }

  static Kernel backward(LayerNorm.Backward op) {
    return (in, out) -> {
      double[] ds = backward(in, out);
      if (op.dropout() && out[3] != null) {
        drop(ds, in[5], op.site(), op.rate());
        out[3].setDoubles(ds);
      }
    };
  }

  /** Computes and stores the gradients without dropout; returns ds. */
  private static double[] backward(Tensor[] in, Tensor[] out) {
    int n = in[0].dim(0);
    int h = in[0].dim(1);
    double[] s = in[0].toDoubles();
    double[] gamma = in[1].toDoubles();
    double[] dy = in[4].toDoubles();
    double[] ds = new double[s.length];
    double[] dgamma = new double[h];
    double[] dbeta = new double[h];
    for (int i = 0; i < n; i++) {
      double mean = in[2].get(i);
      double rstd = in[3].get(i);
      double g1 = 0; // mean of g over the row
      double gn = 0; // mean of g · n over the row
      for (int j = 0; j < h; j++) {
        double norm = (s[i * h + j] - mean) * rstd;
        double g = dy[i * h + j] * gamma[j];
        g1 += g / h;
        gn += g * norm / h;
        dgamma[j] += dy[i * h + j] * norm;
        dbeta[j] += dy[i * h + j];
      }
      for (int j = 0; j < h; j++) {
        double norm = (s[i * h + j] - mean) * rstd;
        ds[i * h + j] = rstd * (dy[i * h + j] * gamma[j] - g1 - norm * gn);
      }
    }
    store(out[0], ds);
    store(out[1], dgamma);
    store(out[2], dbeta);
    return ds;
  }

  private static void store(Tensor target, double[] values) {
    if (target != null) {
      target.setDoubles(values);
    }
  }
}

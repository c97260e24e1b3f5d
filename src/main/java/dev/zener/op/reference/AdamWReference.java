package dev.zener.op.reference;

import dev.zener.op.AdamW;
import dev.zener.op.Op;
import dev.zener.op.backend.Kernel;

/** {@link AdamW} in plain loops. */
final class AdamWReference {
  private AdamWReference() {}

  static Kernel forward(Op op) {
    double beta1 = op.number(0);
    double beta2 = op.number(1);
    double epsilon = op.number(2);
    double decay = op.number(3);
    double maxNorm = op.number(4);
    double factor = op.number(5);
    return (in, out) -> {
      double clip = maxNorm > 0 ? Math.min(1, maxNorm / (in[4].get(0) + AdamW.NORM_EPSILON)) : 1;
      double lr = factor * in[5].get(0);
      double c1 = in[5].get(1);
      double root2 = Math.sqrt(in[5].get(2));
      for (int e = 0; e < in[0].size(); e++) {
        double g = in[1].get(e) * clip;
        double p = in[0].get(e) - lr * decay * in[0].get(e);
        double m = beta1 * in[2].get(e) + (1 - beta1) * g;
        double v = beta2 * in[3].get(e) + (1 - beta2) * g * g;
        out[0].set(e, p - lr / c1 * m / (Math.sqrt(v) / root2 + epsilon));
        out[1].set(e, m);
        out[2].set(e, v);
      }
    };
  }
}

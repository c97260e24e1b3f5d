package dev.zener.op.reference;

import dev.zener.op.Op;
import dev.zener.op.backend.Kernel;

/** {@link dev.zener.op.WeightedSum} in plain loops. */
final class WeightedSumReference {
  private WeightedSumReference() {}

  static Kernel forward(Op op) {
    int fixed = op.integer(0);
    int weighted = op.integer(1);
    return (in, out) -> {
      double total = 0;
      for (int j = 0; j < fixed; j++) {
        total += op.number(1 + j) * in[j].get(0);
      }
      double[] s = weighted == 0 ? new double[0] : SoftmaxFunction.of(in[fixed], 0, weighted);
      for (int k = 0; k < weighted; k++) {
        total += op.number(0) * s[k] * in[fixed + 1 + k].get(0);
      }
      out[0].set(0, total);
    };
  }

  static Kernel backward(Op op) {
    int fixed = op.integer(0);
    int weighted = op.integer(1);
    return (in, out) -> {
      double dtotal = in[in.length - 1].get(0);
      for (int j = 0; j < fixed; j++) {
        if (out[j] != null) {
          out[j].set(0, op.number(1 + j) * dtotal);
        }
      }
      if (weighted == 0) {
        return;
      }
      double[] s = SoftmaxFunction.of(in[fixed], 0, weighted);
      double mean = 0; // Σ s l
      for (int k = 0; k < weighted; k++) {
        mean += s[k] * in[fixed + 1 + k].get(0);
      }
      for (int k = 0; k < weighted; k++) {
        double weight = op.number(0) * s[k] * dtotal;
        if (out[fixed] != null) {
          out[fixed].set(k, weight * (in[fixed + 1 + k].get(0) - mean));
        }
        if (out[fixed + 1 + k] != null) {
          out[fixed + 1 + k].set(0, weight);
        }
      }
    };
  }
}

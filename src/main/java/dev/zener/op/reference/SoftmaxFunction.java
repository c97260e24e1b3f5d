package dev.zener.op.reference;

import dev.zener.device.Tensor;

/** SoftmaxFunction over ranges of a tensor's elements. */
final class SoftmaxFunction {
  private SoftmaxFunction() {}

  /** log Σ exp of the elements [from, from + n). */
  static double logSumExp(Tensor x, int from, int n) {
    double max = Double.NEGATIVE_INFINITY;
    for (int i = from; i < from + n; i++) {
      max = Math.max(max, x.get(i));
    }
    double sum = 0;
    for (int i = from; i < from + n; i++) {
      sum += Math.exp(x.get(i) - max);
    }
    return max + Math.log(sum);
  }

  /** The softmax of the elements [from, from + n). */
  static double[] of(Tensor x, int from, int n) {
    double lse = logSumExp(x, from, n);
    double[] p = new double[n];
    for (int i = 0; i < n; i++) {
      p[i] = Math.exp(x.get(from + i) - lse);
    }
    return p;
  }
}

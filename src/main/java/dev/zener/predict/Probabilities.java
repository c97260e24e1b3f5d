package dev.zener.predict;

import dev.zener.device.Tensor;

/** Probabilities from logits. */
public final class Probabilities {
  private Probabilities() {}

  /** softmax of the n elements from {@code from} on. */
  public static double[] softmax(Tensor logits, int from, int n) {
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      max = Math.max(max, logits.get(from + i));
    }
    double[] p = new double[n];
    double sum = 0;
    for (int i = 0; i < n; i++) {
      p[i] = Math.exp(logits.get(from + i) - max);
      sum += p[i];
    }
    for (int i = 0; i < n; i++) {
      p[i] /= sum;
    }
    return p;
  }
}

package dev.zener.predict;

import dev.zener.device.Tensor;

/** Probabilities from logits. */
public final class Probabilities {
  private Probabilities() {}

  /** softmax of the n elements from {@code from} on. */
  public static double[] softmax(Tensor logits, int from, int n) {
    return softmax(logits, from, n, 1);
  }

  /**
   * softmax of the n elements from {@code from} on, divided by the temperature (Guo et al. 2017, <a
   * href="https://arxiv.org/abs/1706.04599">arXiv 1706.04599</a>): above 1 it is less certain.
   */
  static double[] softmax(Tensor logits, int from, int n, double temperature) {
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      max = Math.max(max, logits.get(from + i));
    }
    double[] p = new double[n];
    double sum = 0;
    for (int i = 0; i < n; i++) {
      p[i] = Math.exp((logits.get(from + i) - max) / temperature);
      sum += p[i];
    }
    for (int i = 0; i < n; i++) {
      p[i] /= sum;
    }
    return p;
  }
}

package dev.zener.predict;

import dev.zener.device.Tensor;
import java.util.function.IntPredicate;

/** Computes probabilities from logits. */
public final class Probabilities {
  private Probabilities() {}

  /** The softmax of n elements of the logits, starting at element {@code from}. */
  public static double[] softmax(Tensor logits, int from, int n) {
    return softmax(logits, from, n, 1, i -> true);
  }

  /**
   * The softmax of n elements of the logits divided by a temperature, starting at element {@code
   * from} (Guo et al. 2017, <a href="https://arxiv.org/abs/1706.04599">arXiv 1706.04599</a>). A
   * temperature above 1 makes the probabilities more even.
   *
   * @param counted the elements that count, from 0; the others have the probability 0
   */
  static double[] softmax(
      Tensor logits, int from, int n, double temperature, IntPredicate counted) {
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      if (counted.test(i)) {
        max = Math.max(max, logits.get(from + i));
      }
    }
    double[] p = new double[n];
    double sum = 0;
    for (int i = 0; i < n; i++) {
      p[i] = counted.test(i) ? Math.exp((logits.get(from + i) - max) / temperature) : 0;
      sum += p[i];
    }
    for (int i = 0; i < n; i++) {
      p[i] /= sum;
    }
    return p;
  }
}

package dev.zener.optim;

/**
 * The constants of AdamW.
 *
 * @param beta1 the decay rate of the first moment
 * @param beta2 the decay rate of the second moment
 * @param epsilon added to the root of the second moment
 * @param decay the weight decay, not applied to biases and LayerNorm weights
 * @param maxNorm the maximum global norm, to which gradients are scaled down; 0: no clipping
 */
public record AdamWSettings(
    double beta1, double beta2, double epsilon, double decay, double maxNorm) {
  /** The constants of MSD: 0.9, 0.999, 1e-8, 0.01, 1. */
  public static final AdamWSettings DEFAULT = new AdamWSettings(0.9, 0.999, 1e-8, 0.01, 1);

  public AdamWSettings {
    check("beta1", beta1, beta1 >= 0 && beta1 < 1, "0 ≤ beta1 < 1");
    check("beta2", beta2, beta2 >= 0 && beta2 < 1, "0 ≤ beta2 < 1");
    check("epsilon", epsilon, epsilon > 0, "above 0");
    check("decay", decay, decay >= 0, "0 and more");
    check("maxNorm", maxNorm, maxNorm >= 0, "0 (no clipping) and more");
  }

  private static void check(String key, double value, boolean holds, String allowed) {
    if (!holds) {
      throw new IllegalArgumentException(key + " " + value + "; allowed: " + allowed);
    }
  }
}

package dev.zener.optim;

/**
 * AdamW's constants.
 *
 * @param beta1 decay of the first moment
 * @param beta2 decay of the second
 * @param epsilon added to the root of the second
 * @param decay weight decay, not applied to biases and LayerNorm weights
 * @param maxNorm gradients are scaled down to this global norm; 0: never
 */
public record AdamWSettings(
    double beta1, double beta2, double epsilon, double decay, double maxNorm) {
  /** MSD's: 0.9, 0.999, 1e-8, 0.01, 1. */
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

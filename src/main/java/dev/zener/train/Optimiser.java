package dev.zener.train;

import dev.zener.config.Default;
import dev.zener.config.Require;
import dev.zener.optim.AdamWSettings;
import java.util.Map;

/**
 * Settings of AdamW as defined in PyTorch, and of the learning rate's schedule.
 *
 * @param decay the weight decay, not applied to biases and LayerNorm weights
 * @param clip the maximum global norm of the gradient
 * @param warmup the share of steps in which the learning rate rises; after that it falls to 0
 * @param rates factors of the learning rate by group of parameters, see {@link RateFactors}
 */
public record Optimiser(
    @Default("0.9") double beta1,
    @Default("0.999") double beta2,
    @Default("1e-8") double epsilon,
    @Default("0.01") double decay,
    @Default("1.0") double clip,
    @Default("0.1") double warmup,
    @Default("{}") Map<String, Double> rates) {
  public Optimiser {
    Require.fraction("beta1", beta1);
    Require.fraction("beta2", beta2);
    Require.positive("epsilon", epsilon);
    Require.notNegative("decay", decay);
    Require.positive("clip", clip);
    Require.fraction("warmup", warmup);
    rates = new RateFactors(rates).factors(); // checks them
  }

  /** The factors of the learning rate. */
  public RateFactors factors() {
    return new RateFactors(rates);
  }

  /** The constants of the op. */
  public AdamWSettings adamW() {
    return new AdamWSettings(beta1, beta2, epsilon, decay, clip);
  }
}

package dev.zener.train;

import dev.zener.config.Require;
import dev.zener.model.ParameterGroup;
import java.util.Map;

/**
 * Factors of the learning rate by group of parameters.
 *
 * @param factors by the name of a group: {@code embeddings}, {@code layers}, the number of one
 *     layer, {@code heads} or {@code losses}; a group without a factor has 1
 */
public record RateFactors(Map<String, Double> factors) {
  private static final String EMBEDDINGS = "embeddings";
  private static final String LAYERS = "layers";
  private static final String HEADS = "heads";
  private static final String LOSSES = "losses";

  private static final String LAYER = "[1-9]\\d{0,4}";
  private static final String GROUP = String.join("|", EMBEDDINGS, LAYERS, HEADS, LOSSES, LAYER);

  public RateFactors {
    factors = Map.copyOf(factors);
    factors.forEach(
        (group, factor) -> {
          Require.that(
              group.matches(GROUP),
              "rates." + group,
              factor,
              "factors of embeddings, layers, the number of a layer from 1, heads and losses");
          Require.notNegative("rates." + group, factor);
        });
  }

  /**
   * The factor of a group.
   *
   * @param group a part of the configured encoder or of its heads
   */
  public double of(ParameterGroup group) {
    return switch (group.part()) {
      case EMBEDDINGS, POOLER -> of(EMBEDDINGS);
      case LAYER -> factors.getOrDefault(Integer.toString(group.layer()), of(LAYERS));
      case HEAD, INNER_HEAD -> of(HEADS);
      case LOSS -> of(LOSSES);
      case FEATURES -> 0; // never trained
    };
  }

  private double of(String group) {
    return factors.getOrDefault(group, 1.0);
  }

  /** The highest layer with a factor of its own; 0 if none has. */
  public int highestLayer() {
    return factors.keySet().stream()
        .filter(group -> group.matches(LAYER))
        .mapToInt(Integer::parseInt)
        .max()
        .orElse(0);
  }
}

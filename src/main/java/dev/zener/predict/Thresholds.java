package dev.zener.predict;

import dev.zener.label.LabelSet;
import dev.zener.problem.InputException;
import java.util.Map;

/**
 * The least confidence that an entity needs.
 *
 * @param general for types that have no threshold of their own, in [0, 1]
 * @param types the thresholds of types, in [0, 1]; each takes the place of the general one
 */
public record Thresholds(double general, Map<String, Double> types) {
  /** Thresholds that every entity reaches. */
  public static final Thresholds NONE = new Thresholds(0, Map.of());

  public Thresholds {
    types = Map.copyOf(types);
    requireShare(general);
    types.values().forEach(Thresholds::requireShare);
  }

  private static void requireShare(double value) {
    if (!(value >= 0 && value <= 1)) { // NaN too is refused
      throw new IllegalArgumentException("threshold " + value + "; allowed: from 0 to 1");
    }
  }

  /** The least confidence of an entity of a type. */
  public double of(String type) {
    return types.getOrDefault(type, general);
  }

  /**
   * Checks that a model knows all types that have a threshold of their own.
   *
   * @throws InputException naming one that it does not know, and the types that it knows
   */
  public void requireKnown(LabelSet labels) {
    types.keySet().stream()
        .filter(type -> !labels.types().contains(type))
        .sorted()
        .forEach(
            type -> {
              throw new InputException(
                  "threshold of type '%s': unknown to the model; its types are %s"
                      .formatted(type, String.join(", ", labels.types())));
            });
  }
}

package dev.zener.method;

import dev.zener.config.Default;
import dev.zener.config.Require;
import dev.zener.model.TaggerShape;
import java.util.List;

/**
 * Auxiliary heads on inner layers, which the paper calls short-channel distillers.
 *
 * @param layers the layers with a head, from 1; empty: the upper two thirds without the last
 * @param teacher weight α of the auxiliary cross-entropies
 * @param student weight β of the auxiliary squared errors
 */
public record Auxiliary(
    @Default("[]") List<Integer> layers,
    @Default("0.1") double teacher,
    @Default("0.1") double student) {
  public Auxiliary {
    requireAscending(layers);
    Require.notNegative("teacher", teacher);
    Require.notNegative("student", student);
  }

  static void requireAscending(List<Integer> layers) {
    List<Integer> ascending = layers.stream().filter(m -> m >= 1).distinct().sorted().toList();
    Require.that(ascending.equals(layers), "layers", layers, "numbers from 1, ascending");
  }

  /**
   * The layers with a head in an encoder of L layers: as listed, or ⌈L/3⌉ .. L−1 (4 .. 11 of 12).
   */
  public List<Integer> heads(int encoderLayers) {
    if (layers.isEmpty()) {
      return TaggerShape.defaultAuxiliary(encoderLayers);
    }
    int last = layers.get(layers.size() - 1);
    Require.that(
        last < encoderLayers,
        "auxiliary.layers",
        layers,
        "below the encoder's last layer, " + encoderLayers + ", which has the head that tags");
    return layers;
  }
}

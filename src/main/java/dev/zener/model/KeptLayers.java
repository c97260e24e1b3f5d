package dev.zener.model;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Which layers of an encoder a shallower one keeps.
 *
 * @param layers numbers in the larger encoder, from 1, ascending
 * @param of L, the larger encoder's layers
 */
public record KeptLayers(List<Integer> layers, int of) {
  private static final String LAYER = "bert.encoder.layer.";
  private static final String HEAD = "heads.";

  public KeptLayers {
    layers = List.copyOf(layers);
    int last = 0;
    for (int layer : layers) {
      if (layer <= last || layer > of) {
        throw new IllegalArgumentException(
            "layers " + layers + "; allowed: ascending, from 1 to " + of);
      }
      last = layer;
    }
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("no layers; at least one has to be kept");
    }
  }

  /** Every layer. */
  public static KeptLayers all(int of) {
    return new KeptLayers(IntStream.rangeClosed(1, of).boxed().toList(), of);
  }

  /** How many are kept. */
  public int count() {
    return layers.size();
  }

  /** The number in the larger encoder of a layer of the shallower one, both from 1. */
  public int original(int layer) {
    return layers.get(layer - 1);
  }

  /** What a parameter of the shallower encoder, or of a head on it, is called in the larger one. */
  public String original(String name) {
    if (name.startsWith(LAYER)) {
      int end = name.indexOf('.', LAYER.length());
      int index = Integer.parseInt(name.substring(LAYER.length(), end));
      return ParameterNames.layer(original(index + 1) - 1) + name.substring(end + 1);
    }
    if (name.startsWith(HEAD)) {
      int end = name.indexOf('.', HEAD.length());
      int layer = Integer.parseInt(name.substring(HEAD.length(), end));
      return HEAD + original(layer) + name.substring(end);
    }
    return name;
  }
}

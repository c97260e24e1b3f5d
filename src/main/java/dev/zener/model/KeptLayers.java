package dev.zener.model;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The layers of an encoder that a shallower encoder keeps.
 *
 * @param layers the numbers of the kept layers in the larger encoder, from 1, ascending
 * @param of L, the number of layers of the larger encoder
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
      throw new IllegalArgumentException("no layers; allowed: at least one");
    }
  }

  /** Keeps every layer of an encoder with {@code of} layers. */
  public static KeptLayers all(int of) {
    return new KeptLayers(IntStream.rangeClosed(1, of).boxed().toList(), of);
  }

  /** The number of kept layers. */
  public int count() {
    return layers.size();
  }

  /** Maps a layer of the shallower encoder to its layer in the larger one, both counted from 1. */
  public int original(int layer) {
    return layers.get(layer - 1);
  }

  /**
   * Maps the name of a parameter of the shallower encoder, or of one of its heads, to its name in
   * the larger encoder.
   */
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

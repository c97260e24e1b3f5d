package dev.zener.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The layers of an encoder that a shallower encoder keeps.
 *
 * @param layers the numbers of the kept layers in the larger encoder, from 1, ascending
 * @param of L, the number of layers of the larger encoder
 */
public record KeptLayers(List<Integer> layers, int of) {
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

  /** Maps a group of the shallower encoder, or of its heads, to the group in the larger one. */
  public ParameterGroup original(ParameterGroup group) {
    return group.layer() == 0 ? group : new ParameterGroup(group.part(), original(group.layer()));
  }

  /**
   * Maps the name of each parameter of a tagger on the shallower encoder to its name in a tagger on
   * the larger one, whose auxiliary heads are on the layers that they were taken from.
   */
  public Map<String, String> originals(TaggerShape shallow) {
    TaggerShape larger =
        new TaggerShape(
            shallow.encoder().withLayers(of),
            shallow.labels(),
            shallow.auxiliary().stream().map(this::original).toList());
    Map<String, String> names = new LinkedHashMap<>();
    shallow
        .parameters()
        .counterparts(larger.parameters(), this::original)
        .forEach((name, original) -> names.put(name, original.name()));
    return names;
  }
}

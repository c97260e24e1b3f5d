package dev.zener.pretrained;

import dev.zener.model.EncoderShape;
import dev.zener.model.ParameterGroup;
import dev.zener.model.ParameterSpec;
import dev.zener.model.TaggerShape;
import dev.zener.problem.InputException;
import dev.zener.weights.TensorSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A model cut after some layers. A tagger keeps the head on the last remaining layer, which becomes
 * its classifier, and the auxiliary heads below.
 *
 * @param model the full model
 * @param layers M, the number of layers kept, 1 to L
 */
record LayerCut(ModelDirectory model, int layers) {
  /**
   * Checks the cut.
   *
   * @param layers the number of layers kept; empty: all
   * @throws InputException if the model has fewer layers, or the tagger has no head on the last
   *     layer kept
   */
  static LayerCut of(ModelDirectory model, OptionalInt layers) {
    int all = model.encoder().layers();
    int kept = layers.orElse(all);
    if (kept < 1 || kept > all) {
      throw new InputException(
          "%s: cannot keep %d layers; allowed: 1 to %d, the model's layers"
              .formatted(model, kept, all));
    }
    if (model.isTagger() && kept < all && !model.headLayers().contains(kept)) {
      throw new InputException(
          "%s: has no head on layer %d; allowed: %s"
              .formatted(
                  model,
                  kept,
                  model.headLayers().isEmpty()
                      ? "all " + all + " layers, since only the last has one"
                      : "one of " + model.headLayers() + ", or all " + all));
    }
    return new LayerCut(model, kept);
  }

  private boolean all() {
    return layers == model.encoder().layers();
  }

  EncoderShape encoder() {
    return model.encoder().withLayers(layers);
  }

  private TaggerShape tagger() {
    TaggerShape whole = model.shape();
    return new TaggerShape(
        encoder(),
        whole.labels(),
        whole.auxiliary().stream().filter(layer -> layer < layers).toList());
  }

  /** Maps a group of the cut model to the group of the full model that it is taken from. */
  private ParameterGroup source(ParameterGroup group) {
    return !all() && group.equals(ParameterGroup.HEAD) ? ParameterGroup.innerHead(layers) : group;
  }

  /**
   * The parameters of the full model that the cut model needs, by the cut model's names. An encoder
   * without a head keeps its pooler if no layer is cut.
   */
  Map<String, ParameterSpec> wanted(EncoderWeights weights) {
    if (model.isTagger()) {
      return tagger().parameters().counterparts(model.shape().parameters(), this::source);
    }
    Map<String, ParameterSpec> wanted = new LinkedHashMap<>();
    encoder().parameters().forEach(spec -> wanted.put(spec.name(), spec));
    List<ParameterSpec> pooler = encoder().architecture().pooler(encoder());
    // the pooler was trained on the output of the full model's last layer
    if (all() && !pooler.isEmpty() && weights.find(pooler.get(0).name()).isPresent()) {
      pooler.forEach(spec -> wanted.put(spec.name(), spec));
    }
    return wanted;
  }

  /** The names of the cut model's auxiliary heads and of ω. */
  Set<String> inner() {
    return model.isTagger()
        ? tagger().parameters().stream()
            .filter(spec -> spec.group().isInner())
            .map(ParameterSpec::name)
            .collect(Collectors.toSet())
        : Set.of();
  }

  /** The cut model's tensors, given the full model's tensors by the cut model's names. */
  List<TensorSource> tensors(Map<String, TensorSource> found) {
    if (all() || !model.isTagger()) {
      return List.copyOf(found.values());
    }
    int[] auxiliary = IntStream.range(0, tagger().auxiliary().size()).toArray();
    List<TensorSource> tensors = new ArrayList<>();
    for (ParameterSpec spec : tagger().parameters()) {
      TensorSource tensor = found.get(spec.name());
      boolean perHead = spec.group().equals(ParameterGroup.LOSS);
      tensors.add(perHead ? tensor.rows(auxiliary) : tensor);
    }
    return tensors;
  }

  /**
   * The full model's info strings that are still true. Its calibration is dropped if layers are
   * cut, because another head has another confidence.
   */
  Map<String, String> info() {
    if (all()) {
      return model.info();
    }
    Map<String, String> info = Confidence.without(model.info());
    info.remove(ModelDirectory.DECODING);
    return info;
  }

  /** A line for the user on what was kept; empty if no layer is cut. */
  Optional<String> line() {
    return all()
        ? Optional.empty()
        : Optional.of(
            "kept %d of %d layers%s"
                .formatted(
                    layers,
                    model.encoder().layers(),
                    model.isTagger() ? ", with the head of layer " + layers : ""));
  }
}

package dev.zener.pretrained;

import dev.zener.label.InputException;
import dev.zener.model.EncoderShape;
import dev.zener.model.ParameterNames;
import dev.zener.model.TaggerShape;
import dev.zener.weights.TensorSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * A model cut after some layers. A tagger keeps the head on the last remaining layer, which becomes
 * its classifier, and the auxiliary heads below.
 *
 * @param model the full model
 * @param layers M, the number of layers kept, 1 to L
 */
record LayerCut(ModelDirectory model, int layers) {
  private static final String CLASSIFIER = "classifier";
  private static final String POOLER = "bert.pooler.dense.";

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

  /** Maps the name of a parameter of the cut model to its name in the full model. */
  private String source(String name) {
    return !all() && name.startsWith(CLASSIFIER)
        ? "heads." + layers + name.substring(CLASSIFIER.length())
        : name;
  }

  /**
   * The shapes of the full model's tensors that the cut model needs, by name. An encoder without a
   * head keeps its pooler if no layer is cut.
   */
  Map<String, long[]> wanted(BertWeights weights) {
    Map<String, long[]> wanted = new LinkedHashMap<>();
    if (model.isTagger()) {
      Map<String, long[]> whole = ParameterNames.of(model.shape());
      ParameterNames.of(tagger())
          .keySet()
          .forEach(name -> wanted.put(source(name), whole.get(source(name))));
      return wanted;
    }
    wanted.putAll(ParameterNames.encoder(encoder()));
    // the pooler was trained on the output of the full model's last layer
    if (all() && weights.find(POOLER + "weight").isPresent()) {
      long hidden = encoder().hidden();
      wanted.put(POOLER + "weight", new long[] {hidden, hidden});
      wanted.put(POOLER + "bias", new long[] {hidden});
    }
    return wanted;
  }

  /** The cut model's tensors, given the full model's tensors by name. */
  List<TensorSource> tensors(Map<String, TensorSource> found) {
    if (all() || !model.isTagger()) {
      return List.copyOf(found.values());
    }
    List<TensorSource> tensors = new ArrayList<>();
    for (String name : ParameterNames.of(tagger()).keySet()) {
      TensorSource tensor = found.get(source(name));
      int[] auxiliary = IntStream.range(0, tagger().auxiliary().size()).toArray();
      tensors.add(name.equals(ParameterNames.OMEGA) ? tensor.rows(auxiliary) : tensor.named(name));
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

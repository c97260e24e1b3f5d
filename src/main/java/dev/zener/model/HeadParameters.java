package dev.zener.model;

import java.util.ArrayList;
import java.util.List;

/**
 * The parameters of a tagger's heads: {@code classifier} as in HuggingFace for the head on the last
 * layer, Zener's {@code heads.M} for the head on inner layer M, and {@code omega} for the weights
 * of the auxiliary losses.
 */
public final class HeadParameters {
  /** The name of MSD's ω, the trained weights of the auxiliary losses. */
  public static final String OMEGA = "omega";

  /** The name of the weight [C,H] of the head that tags. */
  public static final String CLASSIFIER_WEIGHT = "classifier.weight";

  /** The name of the bias [C] of the head that tags. */
  public static final String CLASSIFIER_BIAS = "classifier.bias";

  private static final String CLASSIFIER = "classifier";

  private HeadParameters() {}

  static List<ParameterSpec> of(TaggerShape shape) {
    List<ParameterSpec> specs = new ArrayList<>();
    long hidden = shape.encoder().hidden();
    for (int layer : shape.headLayers()) {
      ParameterGroup group =
          layer == shape.encoder().layers() ? ParameterGroup.HEAD : ParameterGroup.innerHead(layer);
      specs.addAll(ParameterSpec.linear(group, prefix(shape, layer), shape.labels(), hidden));
    }
    if (!shape.auxiliary().isEmpty()) {
      long[] heads = {shape.auxiliary().size()};
      specs.add(new ParameterSpec(OMEGA, heads, InitialValue.UNIFORM, ParameterGroup.LOSS, true));
    }
    return specs;
  }

  /** The prefix of the names of the head on a layer, 1 to L. */
  static String prefix(TaggerShape shape, int layer) {
    return layer == shape.encoder().layers() ? CLASSIFIER : "heads." + layer;
  }
}

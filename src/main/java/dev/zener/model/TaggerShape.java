package dev.zener.model;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The shape of a tagger: an encoder with classifier heads.
 *
 * @param encoder the encoder
 * @param labels C, the number of labels
 * @param auxiliary layers (1 to L−1, ascending) that have an auxiliary head; layer L always has a
 *     head
 * @param ofLosses parameters that only losses read, such as those of a discriminator; their group
 *     is {@link ParameterGroup#LOSS}
 */
public record TaggerShape(
    EncoderShape encoder, int labels, List<Integer> auxiliary, List<ParameterSpec> ofLosses)
    implements NetworkShape {
  public TaggerShape {
    auxiliary = List.copyOf(auxiliary);
    ofLosses = List.copyOf(ofLosses);
    if (labels < 1) {
      throw new IllegalArgumentException("labels " + labels + "; allowed: 1 and more");
    }
    int last = 0;
    for (int layer : auxiliary) {
      if (layer <= last || layer >= encoder.layers()) {
        throw new IllegalArgumentException(
            "auxiliary head layers "
                + auxiliary
                + "; allowed: ascending, from 1 to "
                + (encoder.layers() - 1));
      }
      last = layer;
    }
  }

  /** A shape without parameters that only losses read, except for ω of auxiliary heads. */
  public TaggerShape(EncoderShape encoder, int labels, List<Integer> auxiliary) {
    this(encoder, labels, auxiliary, List.of());
  }

  /** The shape of the parameters of a tagger on a transformer encoder. */
  public static TaggerShape of(Parameters parameters) {
    return (TaggerShape) parameters.shape();
  }

  /** MSD's choice of layers with an auxiliary head: ⌈L/3⌉ to L−1. */
  public static List<Integer> defaultAuxiliary(int layers) {
    return IntStream.range((layers + 2) / 3, layers).boxed().toList();
  }

  /** All layers that have a head, ascending; the last is L. */
  public List<Integer> headLayers() {
    return IntStream.concat(
            auxiliary.stream().mapToInt(Integer::intValue), IntStream.of(encoder.layers()))
        .boxed()
        .toList();
  }

  @Override
  public double initializerRange() {
    return encoder.initializerRange();
  }

  /** The parameters of the encoder, the heads and the weights of the losses, in order. */
  @Override
  public ParameterSet parameters() {
    List<ParameterSpec> specs = new ArrayList<>(encoder.specs());
    specs.addAll(HeadParameters.of(this));
    specs.addAll(ofLosses);
    return new ParameterSet(specs);
  }
}

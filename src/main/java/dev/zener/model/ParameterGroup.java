package dev.zener.model;

/**
 * The parameters of one part of a tagger, such as those of layer 3. What is frozen, kept or stored
 * elsewhere is decided by group.
 *
 * @param part the kind of part
 * @param layer the layer, 1 to L; 0 for a part that a tagger has once
 */
public record ParameterGroup(TaggerPart part, int layer) {
  public static final ParameterGroup EMBEDDINGS = new ParameterGroup(TaggerPart.EMBEDDINGS, 0);
  public static final ParameterGroup POOLER = new ParameterGroup(TaggerPart.POOLER, 0);
  public static final ParameterGroup HEAD = new ParameterGroup(TaggerPart.HEAD, 0);
  public static final ParameterGroup FEATURES = new ParameterGroup(TaggerPart.FEATURES, 0);
  public static final ParameterGroup LOSS = new ParameterGroup(TaggerPart.LOSS, 0);

  public ParameterGroup {
    boolean perLayer = part == TaggerPart.LAYER || part == TaggerPart.INNER_HEAD;
    if (perLayer != layer > 0) {
      throw new IllegalArgumentException(part + " of layer " + layer);
    }
  }

  /** The group of a layer, 1 to L. */
  public static ParameterGroup layer(int layer) {
    return new ParameterGroup(TaggerPart.LAYER, layer);
  }

  /** The group of the auxiliary head on an inner layer, 1 to L−1. */
  public static ParameterGroup innerHead(int layer) {
    return new ParameterGroup(TaggerPart.INNER_HEAD, layer);
  }

  /** Whether it belongs to the encoder. */
  public boolean isEncoder() {
    return part == TaggerPart.EMBEDDINGS || part == TaggerPart.LAYER;
  }

  /** Whether HuggingFace has no place for it: an auxiliary head, or the weights of a loss. */
  public boolean isInner() {
    return part == TaggerPart.INNER_HEAD || part == TaggerPart.LOSS;
  }
}

package dev.zener.model;

/**
 * HuggingFace's names of an encoder's parameters. The names of what a layer has lack the layer's
 * prefix and the ending {@code .weight} or {@code .bias}.
 *
 * @param prefix of all names, such as {@code bert.}
 * @param layers stands between the prefix and the number of a layer, such as {@code encoder.layer.}
 * @param query of the attention's queries
 * @param key of its keys
 * @param value of its values
 * @param attended of the linear layer after the attention
 * @param attendedNorm of the layer normalisation after that
 * @param inner of the feed-forward network's first linear layer
 * @param outer of its second
 * @param outerNorm of the layer normalisation after that
 */
public record EncoderNames(
    String prefix,
    String layers,
    String query,
    String key,
    String value,
    String attended,
    String attendedNorm,
    String inner,
    String outer,
    String outerNorm) {
  /** The beginning of the embeddings' names, after the prefix. */
  public static final String EMBEDDINGS = "embeddings.";

  /** The name of the word embeddings [V,H], after the prefix. */
  public static final String WORDS = "embeddings.word_embeddings.weight";

  /** The name of the weight of the embeddings' layer normalisation, after the prefix. */
  public static final String NORM_WEIGHT = "embeddings.LayerNorm.weight";

  /** The name of the word embeddings [V,H]. */
  public String words() {
    return prefix + WORDS;
  }

  /** The name of the position embeddings [P,H]. */
  public String positions() {
    return prefix + "embeddings.position_embeddings.weight";
  }

  /** The name of the embeddings [T,H] of segment types. */
  public String types() {
    return prefix + "embeddings.token_type_embeddings.weight";
  }

  /** The prefix of the embeddings' layer normalisation. */
  String norm() {
    return prefix + "embeddings.LayerNorm";
  }

  /** The prefix of the names of a layer, 1 to L. */
  public String layer(int layer) {
    return prefix + layers + (layer - 1) + ".";
  }
}

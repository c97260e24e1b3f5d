package dev.zener.model;

/**
 * Sizes and rates of a BERT encoder.
 *
 * @param vocabulary V, number of pieces
 * @param hidden H, width of the hidden states
 * @param layers L, number of layers
 * @param heads A, number of attention heads, a divisor of H
 * @param feedForward F, inner width of the feed-forward network
 * @param positions P, maximum number of pieces in a sentence
 * @param types T, number of segment types
 * @param epsilon LayerNorm's ε
 * @param dropout rate after embeddings, attention output, FFN output and before heads
 * @param attentionDropout rate on attention probabilities
 * @param initializerRange standard deviation of randomly initialised weights
 */
public record EncoderShape(
    int vocabulary,
    int hidden,
    int layers,
    int heads,
    int feedForward,
    int positions,
    int types,
    double epsilon,
    double dropout,
    double attentionDropout,
    double initializerRange) {
  public EncoderShape {
    positive("vocab_size", vocabulary);
    positive("hidden_size", hidden);
    positive("num_hidden_layers", layers);
    positive("num_attention_heads", heads);
    positive("intermediate_size", feedForward);
    positive("max_position_embeddings", positions);
    positive("type_vocab_size", types);
    if (hidden % heads != 0) {
      throw new IllegalArgumentException(
          "hidden_size " + hidden + " is not a multiple of num_attention_heads " + heads);
    }
    if (!(epsilon > 0)) {
      throw new IllegalArgumentException("layer_norm_eps " + epsilon + "; allowed: above 0");
    }
    rate("hidden_dropout_prob", dropout);
    rate("attention_probs_dropout_prob", attentionDropout);
    if (!(initializerRange > 0)) {
      throw new IllegalArgumentException(
          "initializer_range " + initializerRange + "; allowed: above 0");
    }
  }

  private static void positive(String key, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(key + " " + value + "; allowed: 1 and more");
    }
  }

  private static void rate(String key, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(key + " " + value + "; allowed: 0 ≤ rate < 1");
    }
  }

  /** A shape with BERT's rates: dropout 0.1, ε 1e-12, initial standard deviation 0.02. */
  public static EncoderShape bert(
      int vocabulary,
      int hidden,
      int layers,
      int heads,
      int feedForward,
      int positions,
      int types) {
    return new EncoderShape(
        vocabulary, hidden, layers, heads, feedForward, positions, types, 1e-12, 0.1, 0.1, 0.02);
  }

  /** A copy with other dropout rates. */
  public EncoderShape withDropout(double rate, double attentionRate) {
    return new EncoderShape(
        vocabulary,
        hidden,
        layers,
        heads,
        feedForward,
        positions,
        types,
        epsilon,
        rate,
        attentionRate,
        initializerRange);
  }

  /** A copy with another number of layers. */
  public EncoderShape withLayers(int value) {
    return new EncoderShape(
        vocabulary,
        hidden,
        value,
        heads,
        feedForward,
        positions,
        types,
        epsilon,
        dropout,
        attentionDropout,
        initializerRange);
  }

  /** A copy with another number of pieces. */
  public EncoderShape withVocabulary(int value) {
    return new EncoderShape(
        value,
        hidden,
        layers,
        heads,
        feedForward,
        positions,
        types,
        epsilon,
        dropout,
        attentionDropout,
        initializerRange);
  }

  /**
   * A copy with the sizes and ε only; dropout rates are 0 and the initial standard deviation is 1.
   * Two encoders for which it is equal compute the same function of the same weights.
   */
  public EncoderShape withoutRates() {
    return new EncoderShape(
        vocabulary, hidden, layers, heads, feedForward, positions, types, epsilon, 0, 0, 1);
  }
}

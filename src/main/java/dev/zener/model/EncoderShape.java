package dev.zener.model;

import java.util.ArrayList;
import java.util.List;

/**
 * An encoder: its architecture, its sizes, and the rates of its training.
 *
 * @param architecture the member of the BERT family
 * @param vocabulary V, number of pieces
 * @param layers L, number of layers
 * @param sizes the sizes that do not change when layers or pieces are left out
 * @param rates what only training reads
 */
public record EncoderShape(
    Architecture architecture, int vocabulary, int layers, EncoderSizes sizes, Rates rates) {
  /**
   * Sizes of an encoder, whatever its number of layers and pieces.
   *
   * @param hidden H, width of the hidden states
   * @param heads A, number of attention heads, a divisor of H
   * @param feedForward F, inner width of the feed-forward network
   * @param positions P, maximum number of pieces in a sentence
   * @param types T, number of segment types; 0 if the architecture has none
   * @param epsilon LayerNorm's ε
   */
  public record EncoderSizes(
      int hidden, int heads, int feedForward, int positions, int types, double epsilon) {}

  /**
   * What only training reads.
   *
   * @param dropout rate after embeddings, attention output, FFN output and before heads
   * @param attentionDropout rate on attention probabilities
   * @param initializerRange standard deviation of randomly initialised weights
   */
  public record Rates(double dropout, double attentionDropout, double initializerRange) {
    /** BERT's rates: dropout 0.1, initial standard deviation 0.02. */
    public static final Rates BERT = new Rates(0.1, 0.1, 0.02);

    private static final Rates NONE = new Rates(0, 0, 1);
  }

  public EncoderShape {
    ConfigKeys keys = architecture.keys();
    positive(ConfigKeys.VOCABULARY, vocabulary);
    positive(keys.hidden(), sizes.hidden);
    positive(keys.layers(), layers);
    positive(keys.heads(), sizes.heads);
    positive(keys.feedForward(), sizes.feedForward);
    positive(ConfigKeys.POSITIONS, sizes.positions);
    keys.types()
        .ifPresentOrElse(key -> positive(key, sizes.types), () -> none(architecture, sizes.types));
    if (sizes.hidden % sizes.heads != 0) {
      throw new IllegalArgumentException(
          "%s %d is not a multiple of %s %d"
              .formatted(keys.hidden(), sizes.hidden, keys.heads(), sizes.heads));
    }
    if (!(sizes.epsilon > 0)) {
      throw new IllegalArgumentException(
          keys.epsilon().orElse("epsilon") + " " + sizes.epsilon + "; allowed: above 0");
    }
    rate(keys.dropout(), rates.dropout);
    rate(keys.attentionDropout(), rates.attentionDropout);
    if (!(rates.initializerRange > 0)) {
      throw new IllegalArgumentException(
          ConfigKeys.INITIALIZER_RANGE + " " + rates.initializerRange + "; allowed: above 0");
    }
  }

  private static void positive(String key, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(key + " " + value + "; allowed: 1 and more");
    }
  }

  private static void none(Architecture architecture, int types) {
    if (types != 0) {
      throw new IllegalArgumentException(
          "segment types " + types + "; allowed: 0, since " + architecture + " has none");
    }
  }

  private static void rate(String key, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(key + " " + value + "; allowed: 0 ≤ rate < 1");
    }
  }

  /** A BERT with BERT's rates and ε 1e-12. */
  public static EncoderShape bert(
      int vocabulary,
      int hidden,
      int layers,
      int heads,
      int feedForward,
      int positions,
      int types) {
    return new EncoderShape(
        Architectures.BERT,
        vocabulary,
        layers,
        new EncoderSizes(hidden, heads, feedForward, positions, types, 1e-12),
        Rates.BERT);
  }

  /** H, the width of the hidden states. */
  public int hidden() {
    return sizes.hidden;
  }

  /** A, the number of attention heads. */
  public int heads() {
    return sizes.heads;
  }

  /** F, the inner width of the feed-forward network. */
  public int feedForward() {
    return sizes.feedForward;
  }

  /** P, the maximum number of pieces in a sentence. */
  public int positions() {
    return sizes.positions;
  }

  /** T, the number of segment types; 0 if the architecture has none. */
  public int types() {
    return sizes.types;
  }

  /** LayerNorm's ε. */
  public double epsilon() {
    return sizes.epsilon;
  }

  /** The dropout rate after embeddings, attention output, FFN output and before heads. */
  public double dropout() {
    return rates.dropout;
  }

  /** The dropout rate on attention probabilities. */
  public double attentionDropout() {
    return rates.attentionDropout;
  }

  /** The standard deviation of randomly initialised weights. */
  public double initializerRange() {
    return rates.initializerRange;
  }

  /** A copy with other rates. */
  public EncoderShape withRates(Rates other) {
    return new EncoderShape(architecture, vocabulary, layers, sizes, other);
  }

  /** A copy with other dropout rates. */
  public EncoderShape withDropout(double rate, double attentionRate) {
    return withRates(new Rates(rate, attentionRate, rates.initializerRange));
  }

  /** A copy with another number of layers. */
  public EncoderShape withLayers(int value) {
    return new EncoderShape(architecture, vocabulary, value, sizes, rates);
  }

  /** A copy with another number of pieces. */
  public EncoderShape withVocabulary(int value) {
    return new EncoderShape(architecture, value, layers, sizes, rates);
  }

  /**
   * A copy without what only training reads: dropout rates are 0 and the initial standard deviation
   * is 1. Two encoders for which it is equal compute the same function of the same weights.
   */
  public EncoderShape withoutRates() {
    return withRates(Rates.NONE);
  }

  /** The encoder's parameters, in order. */
  public ParameterSet parameters() {
    return new ParameterSet(specs());
  }

  List<ParameterSpec> specs() {
    List<ParameterSpec> specs = new ArrayList<>(architecture.embeddings(this));
    for (int layer = 1; layer <= layers; layer++) {
      specs.addAll(architecture.layer(this, layer));
    }
    return specs;
  }
}

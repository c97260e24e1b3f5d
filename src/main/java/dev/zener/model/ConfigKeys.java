package dev.zener.model;

import java.util.Map;
import java.util.Optional;

/**
 * The keys of {@code config.json} under which an architecture's sizes and rates are stored, as far
 * as architectures differ.
 *
 * @param hidden of H
 * @param layers of L
 * @param heads of A
 * @param feedForward of F
 * @param types of T; empty if the architecture has no segment types
 * @param epsilon of ε; empty if ε is always 1e-12
 * @param activation of the name of the feed-forward network's activation
 * @param dropout of the dropout rate
 * @param attentionDropout of the dropout rate of attention probabilities
 * @param constants further keys that are written, with their only value
 */
public record ConfigKeys(
    String hidden,
    String layers,
    String heads,
    String feedForward,
    Optional<String> types,
    Optional<String> epsilon,
    String activation,
    String dropout,
    String attentionDropout,
    Map<String, Object> constants) {
  /** The key of V. */
  public static final String VOCABULARY = "vocab_size";

  /** The key of P. */
  public static final String POSITIONS = "max_position_embeddings";

  /** The key of the standard deviation of random initial weights. */
  public static final String INITIALIZER_RANGE = "initializer_range";
}

package dev.zener.predict;

import java.util.List;
import java.util.Map;

/**
 * The predicted tags of a sentence.
 *
 * @param tags the IOB2 tag of each word, which may form an invalid sequence
 * @param probabilities the probability of each word's tag
 * @param distributions for each word, the probability of every tag; empty if not asked for
 */
public record Prediction(
    List<String> tags, List<Double> probabilities, List<Map<String, Double>> distributions) {
  public Prediction {
    tags = List.copyOf(tags);
    probabilities = List.copyOf(probabilities);
    distributions = List.copyOf(distributions);
  }

  /** A prediction without the probabilities of the tags that were not chosen. */
  public Prediction(List<String> tags, List<Double> probabilities) {
    this(tags, probabilities, List.of());
  }

  /** The confidence of an entity of the words from {@code from} to {@code to} - 1. */
  public double confidence(EntityConfidence kind, int from, int to) {
    return kind.of(probabilities.subList(from, to));
  }
}

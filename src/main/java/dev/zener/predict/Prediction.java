package dev.zener.predict;

import java.util.List;

/**
 * The predicted tags of a sentence.
 *
 * @param tags the IOB2 tag of each word, which may form an invalid sequence
 * @param probabilities the probability of each word's tag
 */
public record Prediction(List<String> tags, List<Double> probabilities) {
  public Prediction {
    tags = List.copyOf(tags);
    probabilities = List.copyOf(probabilities);
  }

  /** The lowest probability among the tags of the words from {@code from} to {@code to} - 1. */
  public double confidence(int from, int to) {
    return probabilities.subList(from, to).stream()
        .mapToDouble(Double::doubleValue)
        .min()
        .orElseThrow();
  }
}

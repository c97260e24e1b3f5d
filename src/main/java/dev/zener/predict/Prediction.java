package dev.zener.predict;

import java.util.List;

/**
 * A sentence's tags.
 *
 * @param tags of each word, IOB2
 * @param probabilities of each word's tag
 */
public record Prediction(List<String> tags, List<Double> probabilities) {
  public Prediction {
    tags = List.copyOf(tags);
    probabilities = List.copyOf(probabilities);
  }

  /** The lowest probability of the words [from, to). */
  public double confidence(int from, int to) {
    return probabilities.subList(from, to).stream()
        .mapToDouble(Double::doubleValue)
        .min()
        .orElseThrow();
  }
}

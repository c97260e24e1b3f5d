package dev.zener.predict;

import java.util.List;

/** How the confidence of an entity follows from the probabilities of its words' tags. */
public enum EntityConfidence {
  /** The lowest probability. A model's temperature is chosen for this one ({@link Calibration}). */
  LEAST {
    @Override
    public double of(List<Double> probabilities) {
      return probabilities.stream().mapToDouble(p -> p).min().orElseThrow();
    }
  },

  /** The arithmetic mean of the probabilities. */
  MEAN {
    @Override
    public double of(List<Double> probabilities) {
      return probabilities.stream().mapToDouble(p -> p).average().orElseThrow();
    }
  },

  /**
   * The product of the probabilities: the probability that all tags are right if the words were
   * independent of each other. It falls with the length of the entity.
   */
  PRODUCT {
    @Override
    public double of(List<Double> probabilities) {
      return probabilities.stream().mapToDouble(p -> p).reduce(1, (a, b) -> a * b);
    }
  };

  /**
   * The confidence of an entity.
   *
   * @param probabilities the probability of the tag chosen for each of its words, at least one
   */
  public abstract double of(List<Double> probabilities);
}

package dev.zener.predict;

import dev.zener.label.Span;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;

/**
 * Measures how far the confidence of predicted entities is from their accuracy, and finds the
 * temperature that minimises their negative log-likelihood (Guo et al. 2017, <a
 * href="https://arxiv.org/abs/1706.04599">arXiv 1706.04599</a>). An entity is correct if both its
 * words and its type are correct; its confidence is {@link EntityConfidence#LEAST}.
 */
public final class Calibration {
  /** The number of bins of equal width, as in the paper. */
  private static final int BINS = 15;

  /** The lower bound of the search for the temperature. */
  private static final double COLDEST = 0.1;

  /** The upper bound of the search for the temperature. */
  private static final double HOTTEST = 10;

  /**
   * A predicted entity.
   *
   * @param logP log-probabilities [words][C] of its words at temperature 1
   * @param chosen the label of each of its words
   * @param right whether the entity is correct
   */
  record Found(double[][] logP, int[] chosen, boolean right) {
    /**
     * Cuts the words of an entity out of its sentence.
     *
     * @param p probabilities [words][C] of the sentence
     * @param chosen the label of each word of the sentence
     */
    static Found of(double[][] p, int[] chosen, Span span, boolean right) {
      double[][] logP = new double[span.length()][];
      for (int w = 0; w < logP.length; w++) {
        logP[w] =
            DoubleStream.of(p[span.start() + w])
                .map(x -> Math.log(Math.max(x, Double.MIN_NORMAL)))
                .toArray();
      }
      return new Found(logP, Arrays.copyOfRange(chosen, span.start(), span.end()), right);
    }

    double confidence(double temperature) {
      double least = 1;
      for (int w = 0; w < chosen.length; w++) {
        double sum = 0;
        for (double l : logP[w]) {
          sum += Math.exp((l - logP[w][chosen[w]]) / temperature);
        }
        least = Math.min(least, 1 / sum);
      }
      return least;
    }
  }

  private final List<Found> found;
  private final double temperature;

  Calibration(List<Found> found) {
    this.found = List.copyOf(found);
    temperature = best();
  }

  /**
   * The temperature with the smallest loss; 1 if all entities are correct or none is, because the
   * loss then has no minimum.
   */
  private double best() {
    long right = found.stream().filter(Found::right).count();
    if (right == 0 || right == found.size()) {
      return 1;
    }
    return Math.exp(minimum(log -> loss(Math.exp(log)), Math.log(COLDEST), Math.log(HOTTEST)));
  }

  /** The mean negative log-likelihood of the entities' correctness at a temperature. */
  private double loss(double at) {
    double sum = 0;
    for (Found entity : found) {
      double confidence = entity.confidence(at);
      double likelihood = entity.right ? confidence : 1 - confidence;
      sum -= Math.log(Math.max(likelihood, Double.MIN_NORMAL));
    }
    return sum / found.size();
  }

  /** The minimum of f in [from, to] by golden-section search (Kiefer 1953), within 1e-4. */
  private static double minimum(DoubleUnaryOperator f, double from, double to) {
    double ratio = (Math.sqrt(5) - 1) / 2;
    double low = from;
    double high = to;
    while (high - low > 1e-4) {
      double a = high - ratio * (high - low);
      double b = low + ratio * (high - low);
      if (f.applyAsDouble(a) < f.applyAsDouble(b)) {
        high = b;
      } else {
        low = a;
      }
    }
    return (low + high) / 2;
  }

  /** The number of predicted entities. */
  public int entities() {
    return found.size();
  }

  /**
   * The temperature with the smallest mean negative log-likelihood of the entities' correctness; 1
   * if all entities are correct or none is.
   */
  public double temperature() {
    return temperature;
  }

  /**
   * The expected calibration error at a temperature: the mean absolute difference between
   * confidence and accuracy over 15 bins of equal width, weighted by the entities in each bin; 0
   * without entities.
   */
  public double error(double at) {
    double[] confidence = new double[BINS];
    int[] right = new int[BINS];
    for (Found entity : found) {
      double c = entity.confidence(at);
      int bin = Math.min(BINS - 1, (int) (c * BINS));
      confidence[bin] += c;
      right[bin] += entity.right ? 1 : 0;
    }
    double error = 0;
    for (int bin = 0; bin < BINS; bin++) {
      error += Math.abs(right[bin] - confidence[bin]);
    }
    return found.isEmpty() ? 0 : error / found.size();
  }
}

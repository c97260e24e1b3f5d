package dev.zener.op.reference;

import java.util.Arrays;

/**
 * The forward-backward algorithm for one sentence of {@link ChainScores}.
 *
 * <p>For word t and label j, let α(t,j) be the log of the sum of exp(score) of all beginnings that
 * end in t with j, relative to the largest of them. exp(α(t,·)) is the product of exp(α(t−1,·))
 * with the matrix of exp(transitions), times exp(emissions), which takes one exponential for each
 * label. If a number of it is so small that terms may have become 0, the word is computed once more
 * from logarithms.
 *
 * <p>The backward pass goes from the last word to the first: given label j of word t, word t−1 has
 * label i with the share that i has in the sum of j. Nothing is subtracted, so that small
 * probabilities are as exact as large ones.
 */
final class ForwardBackward {
  /** The least number that cannot have lost anything. */
  private static final double LEAST = 1e-200;

  private final ChainScores scores;
  private final int labels;
  private final int first;
  private final int words;

  /** exp(α), by word and label. */
  private final double[][] relative;

  /** α by word and label; null for words whose numbers are large enough. */
  private final double[][] alpha;

  /**
   * By word and label j: Σ_i exp(α(t−1,i) + transitions[i,j] − the largest transition), or 0 if it
   * was computed from logarithms.
   */
  private final double[][] sums;

  /** α of the last word plus the scores of ends. */
  private final double[] ends;

  private final double logSum;

  /** Runs the forward pass over a sentence, which must have words. */
  ForwardBackward(ChainScores scores, int sentence) {
    this.scores = scores;
    labels = scores.labels;
    first = scores.offsets[sentence];
    words = scores.length(sentence);
    relative = new double[words][labels];
    alpha = new double[words][];
    sums = new double[words][labels];
    double offset = begin();
    for (int t = 1; t < words; t++) {
      offset += scores.largest + step(t);
    }
    ends = alpha(words - 1).clone();
    for (int j = 0; j < labels; j++) {
      ends[j] += scores.end[j];
    }
    logSum = offset + logSumExp(ends);
  }

  /** The log of the sum of exp(score) over all sequences of labels. */
  double logSum() {
    return logSum;
  }

  private double[] alpha(int t) {
    return alpha[t] != null ? alpha[t] : Arrays.stream(relative[t]).map(Math::log).toArray();
  }

  private double begin() {
    alpha[0] = new double[labels];
    for (int j = 0; j < labels; j++) {
      alpha[0][j] = scores.start[j] + scores.emissions[first * labels + j];
    }
    return normalize(0);
  }

  /** Computes the sums of a word; returns what was subtracted from their logarithms. */
  private double step(int t) {
    double[] sum = sums[t];
    for (int i = 0; i < labels; i++) {
      addTo(sum, relative[t - 1][i], scores.weights[i]);
    }
    int row = (first + t) * labels;
    double emission = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < labels; j++) {
      emission = Math.max(emission, scores.emissions[row + j]);
    }
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (int j = 0; j < labels; j++) {
      double number = sum[j] * Math.exp(scores.emissions[row + j] - emission);
      relative[t][j] = number;
      least = Math.min(least, number);
      most = Math.max(most, number);
    }
    if (!(least >= LEAST)) { // also if it is NaN
      return fromLogs(t);
    }
    double factor = 1 / most;
    for (int j = 0; j < labels; j++) {
      relative[t][j] *= factor;
    }
    return Math.log(most) + emission;
  }

  private double fromLogs(int t) {
    alpha[t] = new double[labels];
    for (int j = 0; j < labels; j++) {
      if (!(sums[t][j] >= LEAST)) {
        sums[t][j] = 0;
      }
      double log = sums[t][j] == 0 ? logSumExp(terms(t, j)) : Math.log(sums[t][j]);
      alpha[t][j] = log + scores.emissions[(first + t) * labels + j];
    }
    return normalize(t);
  }

  /** sum += factor x. A loop with one index is vectorised. */
  private static void addTo(double[] sum, double factor, double[] x) {
    for (int j = 0; j < sum.length; j++) {
      sum[j] += factor * x[j];
    }
  }

  /** The logarithms of the terms of a sum, by the label of the word before. */
  private double[] terms(int t, int j) {
    double[] terms = alpha(t - 1).clone();
    for (int i = 0; i < labels; i++) {
      terms[i] += scores.transitions[i * labels + j] - scores.largest;
    }
    return terms;
  }

  /** Subtracts the largest α of a word from all of them; returns it. */
  private double normalize(int t) {
    double max = largest(alpha[t]);
    for (int j = 0; j < labels; j++) {
      alpha[t][j] -= max;
      relative[t][j] = Math.exp(alpha[t][j]);
    }
    return max;
  }

  private static double largest(double[] x) {
    double max = Double.NEGATIVE_INFINITY;
    for (double v : x) {
      max = Math.max(max, v);
    }
    return max;
  }

  private static double logSumExp(double[] x) {
    double max = largest(x);
    if (max == Double.NEGATIVE_INFINITY) {
      return max;
    }
    double sum = 0;
    for (double v : x) {
      sum += Math.exp(v - max);
    }
    return max + Math.log(sum);
  }

  /**
   * The backward pass.
   *
   * @param pairs [C][C], to which the probabilities of the labels of neighbouring words are added;
   *     null if they are not needed
   * @return the probabilities of labels, by word of the sentence and label
   */
  double[][] probabilities(double[][] pairs) {
    double[][] p = new double[words][labels];
    double lse = logSumExp(ends);
    for (int j = 0; j < labels; j++) {
      p[words - 1][j] = Math.exp(ends[j] - lse);
    }
    double[][] products = pairs == null ? null : new double[labels][labels];
    for (int t = words - 1; t > 0; t--) {
      before(t, p[t], p[t - 1], products);
      for (int j = 0; j < labels; j++) {
        if (sums[t][j] == 0 && p[t][j] > 0) {
          addFromLogs(t, j, p[t][j], p[t - 1], pairs);
        }
      }
    }
    for (int i = 0; pairs != null && i < labels; i++) {
      for (int j = 0; j < labels; j++) {
        pairs[i][j] += scores.weights[i][j] * products[i][j];
      }
    }
    return p;
  }

  /**
   * Computes the probabilities of the word before t, which are 0, from those of t, except for what
   * labels contribute whose sums were computed from logarithms.
   *
   * @param products [C][C], to which the probabilities of pairs are added, divided by the weights
   *     of transitions; null if they are not needed
   */
  private void before(int t, double[] p, double[] before, double[][] products) {
    double[] ratio = new double[labels];
    for (int j = 0; j < labels; j++) {
      ratio[j] = sums[t][j] > 0 ? p[j] / sums[t][j] : 0;
      addTo(before, ratio[j], scores.transposed[j]);
    }
    for (int i = 0; i < labels; i++) {
      before[i] *= relative[t - 1][i];
      if (products != null) {
        addTo(products[i], relative[t - 1][i], ratio);
      }
    }
  }

  /** Adds what a label contributes whose sum was computed from logarithms. */
  private void addFromLogs(int t, int j, double p, double[] before, double[][] pairs) {
    double[] terms = terms(t, j);
    double log = logSumExp(terms);
    for (int i = 0; i < labels; i++) {
      double pair = p * Math.exp(terms[i] - log);
      before[i] += pair;
      if (pairs != null) {
        pairs[i][j] += pair;
      }
    }
  }
}

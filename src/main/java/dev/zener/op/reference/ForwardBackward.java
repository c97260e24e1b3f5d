package dev.zener.op.reference;

/**
 * The forward-backward algorithm for one sentence of {@link ChainScores}.
 *
 * <p>α(t,j), the log of the sum of exp(score) of all beginnings that end in word t with label j, is
 * kept relative to its largest entry in t. Its recursion is a product of exp(α(t−1,·)) with the
 * matrix of exp(transitions), which takes an exponential and a logarithm for each label instead of
 * each pair of labels. If a sum of this product is so small that terms may have become 0, it is
 * computed once more from logarithms.
 *
 * <p>The backward pass needs neither: given label j of word t, word t−1 has label i with the share
 * that i has in the sum of j, so that probabilities of words are computed from the last to the
 * first.
 */
final class ForwardBackward {
  /** The least sum of a product that cannot have lost anything. */
  private static final double LEAST = 1e-200;

  private final ChainScores scores;
  private final int labels;
  private final int first;
  private final int words;

  /** α relative to its largest entry, by word and label. */
  private final double[][] alpha;

  /** exp(alpha). */
  private final double[][] relative;

  /**
   * By word and label j: Σ_i exp(α(t−1,i) + transitions[i,j] − the largest transition), or 0 if it
   * was computed from logarithms.
   */
  private final double[][] sums;

  /** The logarithms of the sums. */
  private final double[][] logs;

  /** α of the last word plus the scores of ends. */
  private final double[] ends;

  private final double logSum;

  /** Runs the forward pass over a sentence, which must have words. */
  ForwardBackward(ChainScores scores, int sentence) {
    this.scores = scores;
    labels = scores.labels;
    first = scores.offsets[sentence];
    words = scores.length(sentence);
    alpha = new double[words][labels];
    relative = new double[words][labels];
    sums = new double[words][labels];
    logs = new double[words][labels];
    double offset = begin();
    for (int t = 1; t < words; t++) {
      offset += step(t);
    }
    ends = alpha[words - 1].clone();
    for (int j = 0; j < labels; j++) {
      ends[j] += scores.end[j];
    }
    logSum = offset + logSumExp(ends);
  }

  /** The log of the sum of exp(score) over all sequences of labels. */
  double logSum() {
    return logSum;
  }

  private double begin() {
    for (int j = 0; j < labels; j++) {
      alpha[0][j] = scores.start[j] + scores.emissions[first * labels + j];
    }
    return normalize(0);
  }

  private double step(int t) {
    double[] sum = sums[t];
    for (int i = 0; i < labels; i++) {
      addTo(sum, relative[t - 1][i], scores.weights[i]);
    }
    for (int j = 0; j < labels; j++) {
      if (sum[j] >= LEAST) {
        logs[t][j] = Math.log(sum[j]);
      } else {
        sum[j] = 0;
        logs[t][j] = logSumExp(terms(t, j));
      }
      alpha[t][j] = logs[t][j] + scores.emissions[(first + t) * labels + j];
    }
    return normalize(t) + scores.largest;
  }

  /** sum += factor x. A loop with one index is vectorised. */
  private static void addTo(double[] sum, double factor, double[] x) {
    for (int j = 0; j < sum.length; j++) {
      sum[j] += factor * x[j];
    }
  }

  /** The logarithms of the terms of a sum, by the label of the word before. */
  private double[] terms(int t, int j) {
    double[] terms = new double[labels];
    for (int i = 0; i < labels; i++) {
      terms[i] = alpha[t - 1][i] + (scores.transitions[i * labels + j] - scores.largest);
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
    for (int t = words - 1; t > 0; t--) {
      before(t, p[t], p[t - 1], pairs);
    }
    return p;
  }

  /** Computes the probabilities of the word before t, which are 0, from those of t. */
  private void before(int t, double[] p, double[] before, double[][] pairs) {
    double[] ratio = new double[labels];
    for (int j = 0; j < labels; j++) {
      ratio[j] = sums[t][j] > 0 ? p[j] / sums[t][j] : 0;
      addTo(before, ratio[j], scores.transposed[j]);
    }
    for (int i = 0; i < labels; i++) {
      before[i] *= relative[t - 1][i];
      if (pairs != null) {
        addTo(pairs[i], relative[t - 1][i], scores.weights[i], ratio);
      }
    }
    for (int j = 0; j < labels; j++) {
      if (sums[t][j] == 0 && p[j] > 0) {
        addFromLogs(t, j, p[j], before, pairs);
      }
    }
  }

  /** sum += factor x y. */
  private static void addTo(double[] sum, double factor, double[] x, double[] y) {
    for (int j = 0; j < sum.length; j++) {
      sum[j] += factor * x[j] * y[j];
    }
  }

  /** Adds what a label contributes whose sum was computed from logarithms. */
  private void addFromLogs(int t, int j, double p, double[] before, double[][] pairs) {
    double[] terms = terms(t, j);
    for (int i = 0; i < labels; i++) {
      double pair = p * Math.exp(terms[i] - logs[t][j]);
      before[i] += pair;
      if (pairs != null) {
        pairs[i][j] += pair;
      }
    }
  }
}

package dev.zener.predict;

import dev.zener.label.LabelSet;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How labels are chosen from probabilities. */
public enum Decoding {
  /** The most probable label of each word. */
  ARGMAX {
    @Override
    public int[] decode(double[][] p, LabelSet labels) {
      int[] best = new int[p.length];
      for (int w = 0; w < p.length; w++) {
        for (int c = 1; c < p[w].length; c++) {
          if (p[w][c] > p[w][best[w]]) {
            best[w] = c;
          }
        }
      }
      return best;
    }
  },

  /**
   * The most probable sequence that the scheme of the labels allows (Viterbi 1967): in IOB2, I-X
   * follows only B-X or I-X.
   */
  VITERBI {
    @Override
    public int[] decode(double[][] p, LabelSet labels) {
      int[] best = new int[p.length];
      if (p.length == 0) {
        return best;
      }
      int c = labels.size();
      int[][] from = new int[p.length][c];
      double[] score = new double[c];
      for (int j = 0; j < c; j++) {
        score[j] = labels.mayStart(j) ? log(p[0][j]) : Double.NEGATIVE_INFINITY;
      }
      for (int w = 1; w < p.length; w++) {
        score = step(score, p[w], from[w], labels);
      }
      for (int j = 0; j < c; j++) {
        score[j] = labels.mayEnd(j) ? score[j] : Double.NEGATIVE_INFINITY;
      }
      best[p.length - 1] = argmax(score);
      for (int w = p.length - 1; w > 0; w--) {
        best[w - 1] = from[w][best[w]];
      }
      return best;
    }
  };

  private static double[] step(double[] before, double[] p, int[] from, LabelSet labels) {
    double[] after = new double[p.length];
    for (int j = 0; j < p.length; j++) {
      after[j] = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < p.length; i++) {
        double score = before[i] + log(p[j]);
        if (labels.mayFollow(i, j) && score > after[j]) {
          after[j] = score;
          from[j] = i;
        }
      }
    }
    return after;
  }

  /** A finite logarithm: with log 0 = −∞, there might be no valid sequence. */
  private static double log(double p) {
    return Math.log(Math.max(p, Double.MIN_VALUE));
  }

  private static int argmax(double[] x) {
    int best = 0;
    for (int i = 1; i < x.length; i++) {
      if (x[i] > x[best]) {
        best = i;
      }
    }
    return best;
  }

  /** As options and settings spell it. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one of a key, if there is one. */
  public static Optional<Decoding> ofKey(String key) {
    return Stream.of(values()).filter(decoding -> decoding.key().equals(key)).findFirst();
  }

  /**
   * Chooses the label of each word.
   *
   * @param p probabilities [words][C]
   */
  public abstract int[] decode(double[][] p, LabelSet labels);
}

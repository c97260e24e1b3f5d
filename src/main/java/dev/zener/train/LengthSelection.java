package dev.zener.train;

import dev.zener.config.Default;
import dev.zener.config.Require;

/**
 * Which sentences with pseudo labels a training learns from: a long sentence is drawn less often,
 * because a tagger makes more errors in it (Bari et al., AAAI 2020, who do not state the schedule;
 * this one is Zener's choice). In the epoch with the limit L, a sentence of n words is drawn with
 * the probability min(1, (L / n)^power). L rises from {@code from} in the first epoch to {@code to}
 * in the last.
 *
 * @param from the limit in the first epoch, in words
 * @param to the limit in the last epoch, in words
 * @param power how fast the probability falls with the length; 0: every sentence is drawn
 */
public record LengthSelection(
    @Default("10") double from, @Default("30") double to, @Default("2") double power) {
  public LengthSelection {
    Require.positive("from", from);
    Require.that(to >= from && Double.isFinite(to), "to", to, "at least from, " + from);
    Require.notNegative("power", power);
  }

  /**
   * The probability that a sentence is drawn.
   *
   * @param epoch from 0
   * @param epochs the number of epochs of the training
   */
  public double probability(int words, int epoch, int epochs) {
    double share = epochs > 1 ? (double) epoch / (epochs - 1) : 1;
    double limit = from + share * (to - from);
    return Math.min(1, Math.pow(limit / words, power));
  }
}

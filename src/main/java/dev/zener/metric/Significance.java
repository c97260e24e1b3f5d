package dev.zener.metric;

import java.util.List;
import java.util.Random;

/**
 * The statistical significance of the difference between two systems.
 *
 * @param difference the micro F1 of the first system minus that of the second, in [-1, 1]
 * @param pValue the two-sided p-value: the probability of an absolute difference at least as large
 *     if both systems were equally good
 * @param rounds the number of random assignments
 */
public record Significance(double difference, double pValue, int rounds) {

  /**
   * Tests by paired approximate randomisation (Noreen 1989). In each round, the two results of each
   * sentence are swapped with probability 1/2. The rounds whose absolute difference is at least the
   * actual one are counted.
   *
   * @param first the first system's counts for each sentence
   * @param second the second system's counts for the same sentences in the same order
   */
  public static Significance of(List<Counts> first, List<Counts> second, int rounds, long seed) {
    requirePairs(first, second, rounds);
    double difference = f1(first) - f1(second);
    Random coin = new Random(seed);
    int atLeast = 0;
    for (int round = 0; round < rounds; round++) {
      atLeast += Math.abs(shuffled(first, second, coin)) >= Math.abs(difference) ? 1 : 0;
    }
    return new Significance(difference, (atLeast + 1.0) / (rounds + 1.0), rounds);
  }

  private static void requirePairs(List<Counts> first, List<Counts> second, int rounds) {
    if (first.size() != second.size() || first.isEmpty() || rounds < 1) {
      throw new IllegalArgumentException(
          String.format(
              "%d sentences against %d in %d rounds; required: equal numbers, and at least one of each",
              first.size(), second.size(), rounds));
    }
    for (int i = 0; i < first.size(); i++) {
      if (first.get(i).gold() != second.get(i).gold()) {
        throw new IllegalArgumentException(
            String.format(
                "Sentence %d has %d gold entities in one file and %d in the other; both must score the same text",
                i + 1, first.get(i).gold(), second.get(i).gold()));
      }
    }
  }

  private static double shuffled(List<Counts> first, List<Counts> second, Random coin) {
    long gold = 0;
    long[] predicted = new long[2];
    long[] correct = new long[2];
    for (int i = 0; i < first.size(); i++) {
      int side = coin.nextBoolean() ? 1 : 0;
      gold += first.get(i).gold();
      predicted[side] += first.get(i).predicted();
      correct[side] += first.get(i).correct();
      predicted[1 - side] += second.get(i).predicted();
      correct[1 - side] += second.get(i).correct();
    }
    return Counts.ratio(2 * correct[0], gold + predicted[0])
        - Counts.ratio(2 * correct[1], gold + predicted[1]);
  }

  private static double f1(List<Counts> sentences) {
    return sentences.stream().reduce(Counts.NONE, Counts::plus).f1();
  }
}

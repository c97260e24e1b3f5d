package dev.zener.metric;

import dev.zener.label.Span;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Counts of entities. A ratio with denominator 0 is 0, as in conlleval.
 *
 * @param gold the number of gold entities
 * @param predicted the number of predicted entities
 * @param correct the number of entities in both, with the same words and type
 */
public record Counts(long gold, long predicted, long correct) {
  public static final Counts NONE = new Counts(0, 0, 0);

  public Counts {
    if (correct < 0 || correct > gold || correct > predicted) {
      throw new IllegalArgumentException(
          correct + " correct of " + gold + " gold and " + predicted + " predicted entities");
    }
  }

  /**
   * Counts the entities of one sentence. Tags may be of any scheme and are decoded as in conlleval.
   */
  public static Counts of(List<String> gold, List<String> predicted) {
    if (gold.size() != predicted.size()) {
      throw new IllegalArgumentException(
          gold.size() + " gold tags with " + predicted.size() + " predicted ones");
    }
    return ofSpans(Span.decode(gold), Span.decode(predicted));
  }

  static Counts ofSpans(List<Span> gold, List<Span> predicted) {
    Set<Span> wanted = new HashSet<>(gold);
    long correct = predicted.stream().filter(wanted::contains).count();
    return new Counts(gold.size(), predicted.size(), correct);
  }

  static Counts sum(Collection<Counts> all) {
    return all.stream().reduce(NONE, Counts::plus);
  }

  public Counts plus(Counts other) {
    return new Counts(gold + other.gold, predicted + other.predicted, correct + other.correct);
  }

  /** Precision in [0, 1]: the share of predicted entities that are correct. */
  public double precision() {
    return ratio(correct, predicted);
  }

  /** Recall in [0, 1]: the share of gold entities that were found. */
  public double recall() {
    return ratio(correct, gold);
  }

  /** F1 in [0, 1]: 2 correct / (gold + predicted), the harmonic mean of precision and recall. */
  public double f1() {
    return ratio(2 * correct, gold + predicted);
  }

  static double ratio(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }
}

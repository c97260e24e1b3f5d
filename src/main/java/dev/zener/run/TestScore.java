package dev.zener.run;

import dev.zener.metric.Counts;
import java.util.List;

/**
 * The score of a model on a test set.
 *
 * @param f1 micro F1 as a fraction
 * @param sentences the counts of entities of each sentence, in the order of the test set
 */
public record TestScore(double f1, List<Counts> sentences) {
  public TestScore {
    sentences = List.copyOf(sentences);
  }

  /** Sums up the sentences. */
  static TestScore of(List<Counts> sentences) {
    return new TestScore(sentences.stream().reduce(Counts.NONE, Counts::plus).f1(), sentences);
  }
}

package dev.zener.metric;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The result of scoring tagged sentences.
 *
 * @param words the number of words
 * @param correctWords the number of words whose tag is correct
 * @param types the counts of entities by type, for all gold and predicted types
 * @param confusion the confusion matrix of the words' types
 */
public record Evaluation(
    long words, long correctWords, SortedMap<String, Counts> types, Confusion confusion) {
  public Evaluation {
    types = Collections.unmodifiableSortedMap(new TreeMap<>(types));
  }

  /** The counts of all types together (micro average), the usual basis of NER scores. */
  public Counts micro() {
    return Counts.sum(types.values());
  }

  /** The means over the types (macro average). */
  public Average macro() {
    return Average.of(types.values());
  }

  /** The share of words whose tag is correct, in [0, 1]. */
  public double accuracy() {
    return Counts.ratio(correctWords, words);
  }
}

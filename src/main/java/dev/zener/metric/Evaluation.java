package dev.zener.metric;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How well sentences were tagged.
 *
 * @param words tagged
 * @param correctWords whose whole tag is right
 * @param types entities of each type that occurs on either side
 */
public record Evaluation(
    long words, long correctWords, SortedMap<String, Counts> types, Confusion confusion) {
  public Evaluation {
    types = Collections.unmodifiableSortedMap(new TreeMap<>(types));
  }

  /** All types together: the figure that counts. */
  public Counts micro() {
    return types.values().stream().reduce(Counts.NONE, Counts::plus);
  }

  /** The mean over the types. */
  public Average macro() {
    return Average.of(types.values());
  }

  /** Share of words whose tag is right, in [0, 1]. */
  public double accuracy() {
    return Counts.ratio(correctWords, words);
  }
}

package dev.zener.metric;

import dev.zener.label.Scheme;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The result of strict scoring.
 *
 * @param scheme the scheme of the tags
 * @param types the counts of entities by type, for all types of gold and predicted entities
 */
public record StrictEvaluation(Scheme scheme, SortedMap<String, Counts> types) {
  public StrictEvaluation {
    types = Collections.unmodifiableSortedMap(new TreeMap<>(types));
  }

  /** The counts of all types together (micro average). */
  public Counts micro() {
    return Counts.sum(types.values());
  }

  /** The means over the types (macro average). */
  public Average macro() {
    return Average.of(types.values());
  }

  /** A heading, and the figures in the form of {@link ConllevalReport}, with LF as line end. */
  public String text() {
    Counts micro = micro();
    StringBuilder text =
        new StringBuilder(
            "strict %s: %d phrases; found: %d phrases; correct: %d.\n"
                .formatted(scheme, micro.gold(), micro.predicted(), micro.correct()));
    text.append(ConllevalReport.figures(micro)).append('\n');
    types.forEach((type, counts) -> text.append(ConllevalReport.line(type, counts)));
    return text.toString();
  }
}

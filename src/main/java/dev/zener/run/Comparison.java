package dev.zener.run;

import dev.zener.method.Method;
import dev.zener.metric.Counts;
import dev.zener.metric.Significance;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Compares a row of a result table with each other row: the difference in F1 on each test set, all
 * seeds together, and how likely so large a difference is by chance.
 */
public final class Comparison {
  private static final int ROUNDS = 10_000;
  private static final long SEED = 1;

  private final List<RunResult> results;

  public Comparison(List<RunResult> results) {
    this.results = results;
  }

  /** Notes for the table; empty if there is only one row. */
  public List<String> notes(Method row, List<Method> rows) {
    List<String> notes = new ArrayList<>();
    for (Method other : rows) {
      List<String> differences = other.equals(row) ? List.of() : differences(row, other);
      if (!differences.isEmpty()) {
        notes.add(
            row.title() + " minus " + other.title() + ": " + String.join(", ", differences) + ".");
      }
    }
    if (!notes.isEmpty()) {
      notes.add(
          "p: two-sided, paired approximate randomisation of sentences, all seeds together, "
              + ROUNDS
              + " rounds.");
    }
    return notes;
  }

  private List<String> differences(Method first, Method second) {
    Set<String> testSets = new LinkedHashSet<>();
    results.forEach(result -> testSets.add(result.testSet()));
    List<String> differences = new ArrayList<>();
    for (String testSet : testSets) {
      List<Counts> firsts = sentences(first, testSet);
      List<Counts> seconds = sentences(second, testSet);
      if (!firsts.isEmpty() && firsts.size() == seconds.size()) {
        Significance s = Significance.of(firsts, seconds, ROUNDS, SEED);
        differences.add(
            String.format(
                Locale.ROOT, "%s %+.2f (p = %.4f)", testSet, 100 * s.difference(), s.pValue()));
      }
    }
    return differences;
  }

  /** The counts of the sentences of a test set, seed after seed. */
  private List<Counts> sentences(Method method, String testSet) {
    return results.stream()
        .filter(result -> result.method().equals(method) && result.testSet().equals(testSet))
        .flatMap(result -> result.score().sentences().stream())
        .toList();
  }
}

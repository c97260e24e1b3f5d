package dev.zener.metric;

import dev.zener.label.Span;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Adds up the entities of sentences by type. */
final class TypeCounts {
  private final SortedMap<String, Counts> types = new TreeMap<>();

  /** Adds the entities of a sentence. */
  void add(List<Span> gold, List<Span> predicted) {
    TreeSet<String> seen = new TreeSet<>();
    gold.forEach(span -> seen.add(span.type()));
    predicted.forEach(span -> seen.add(span.type()));
    for (String type : seen) {
      types.merge(type, Counts.ofSpans(only(type, gold), only(type, predicted)), Counts::plus);
    }
  }

  private static List<Span> only(String type, List<Span> spans) {
    return spans.stream().filter(span -> span.type().equals(type)).toList();
  }

  /** The counts of all gold and predicted types so far. */
  SortedMap<String, Counts> types() {
    return types;
  }
}

package dev.zener.metric;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A confusion matrix of the words' entity types. O counts as a type; B and I are not distinguished.
 *
 * @param cells the number of words by gold type and predicted type; pairs that do not occur are
 *     missing
 */
public record Confusion(SortedMap<String, SortedMap<String, Long>> cells) {
  /** The row and column of words outside entities; always the first. */
  public static final String OUTSIDE = "O";

  public Confusion {
    SortedMap<String, SortedMap<String, Long>> copy = new TreeMap<>();
    cells.forEach(
        (gold, row) -> copy.put(gold, Collections.unmodifiableSortedMap(new TreeMap<>(row))));
    cells = Collections.unmodifiableSortedMap(copy);
  }

  /** The number of words with a gold type and a predicted type. */
  public long words(String gold, String predicted) {
    Map<String, Long> row = cells.get(gold);
    return row == null ? 0 : row.getOrDefault(predicted, 0L);
  }

  /** O, then all types that occur as gold or predicted types. */
  public List<String> types() {
    TreeSet<String> types = new TreeSet<>(cells.keySet());
    cells.values().forEach(row -> types.addAll(row.keySet()));
    types.remove(OUTSIDE);
    List<String> all = new ArrayList<>(List.of(OUTSIDE));
    all.addAll(types);
    return all;
  }

  /** A table of numbers of words with a row per gold type and a column per predicted type. */
  @Override
  public String toString() {
    List<String> types = types();
    int width = Math.max(9, types.stream().mapToInt(String::length).max().orElse(0) + 2);
    StringBuilder table = new StringBuilder(pad("gold\\pred", width));
    types.forEach(type -> table.append(pad(type, width)));
    table.append('\n');
    for (String gold : types) {
      table.append(pad(gold, width));
      types.forEach(type -> table.append(pad(Long.toString(words(gold, type)), width)));
      table.append('\n');
    }
    return table.toString();
  }

  private static String pad(String text, int width) {
    return " ".repeat(Math.max(0, width - text.length())) + text;
  }
}

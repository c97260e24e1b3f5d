package dev.zener.metric;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which type words have and which they were given, O among the types; begin and inside are one.
 *
 * @param cells gold type to predicted type to number of words; what never occurred is not there
 */
public record Confusion(SortedMap<String, SortedMap<String, Long>> cells) {
  /** The column and row of words outside entities; always the first. */
  public static final String OUTSIDE = "O";

  public Confusion {
    SortedMap<String, SortedMap<String, Long>> copy = new TreeMap<>();
    cells.forEach(
        (gold, row) -> copy.put(gold, Collections.unmodifiableSortedMap(new TreeMap<>(row))));
    cells = Collections.unmodifiableSortedMap(copy);
  }

  /** Words of one type that were given another. */
  public long words(String gold, String predicted) {
    Map<String, Long> row = cells.get(gold);
    return row == null ? 0 : row.getOrDefault(predicted, 0L);
  }

  /** O, then all types that occur on either side. */
  public List<String> types() {
    TreeSet<String> types = new TreeSet<>(cells.keySet());
    cells.values().forEach(row -> types.addAll(row.keySet()));
    types.remove(OUTSIDE);
    List<String> all = new ArrayList<>(List.of(OUTSIDE));
    all.addAll(types);
    return all;
  }

  /** A table: a row a gold type, a column a predicted type, numbers of words. */
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

package dev.zener.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A table of F1 scores in percent. Rows are methods, in the order of their first score. Columns are
 * test sets, named by language or as configured, and called "targets" here. A cell holds mean and
 * standard deviation over seeds. If there are several targets, a last column holds their mean.
 * Published scores follow after a line, and notes below the table.
 */
public final class ResultTable {
  private static final String MEAN = "mean";

  private final List<String> targets;
  private final Map<String, Map<String, Map<Long, Double>>> scores = new LinkedHashMap<>();
  private final Map<String, Map<String, Double>> published = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();

  public ResultTable(List<String> targets) {
    this.targets = List.copyOf(targets);
  }

  /**
   * Adds the score of a method on a target for a seed.
   *
   * @param f1 the F1 as a fraction, 0 to 1
   * @throws IllegalArgumentException if the target has no column, F1 is out of range, or the cell
   *     already has a score for that seed
   */
  public void add(String method, String target, long seed, double f1) {
    requireColumn(target);
    if (!(f1 >= 0 && f1 <= 1)) {
      throw new IllegalArgumentException("F1 of " + method + " is " + f1 + "; allowed: 0 to 1");
    }
    Double before =
        scores
            .computeIfAbsent(method, m -> new LinkedHashMap<>())
            .computeIfAbsent(target, t -> new TreeMap<>())
            .put(seed, 100 * f1);
    if (before != null) {
      throw new IllegalArgumentException(
          method + " has two scores on " + target + " with seed " + seed + "; allowed: one");
    }
  }

  /** Adds a row of published scores in percent, by target; targets without a score stay empty. */
  public void publish(String title, Map<String, Double> percent) {
    percent.keySet().forEach(this::requireColumn);
    published.put(title, Map.copyOf(percent));
  }

  public void note(String text) {
    notes.add(text);
  }

  private void requireColumn(String target) {
    if (!targets.contains(target)) {
      throw new IllegalArgumentException(
          "no column for target " + target + "; allowed: " + String.join(", ", targets));
    }
  }

  /** The summary of a method's scores on a target, if there are any. */
  public Optional<MeanAndDeviation> summary(String method, String target) {
    return summary(scores.getOrDefault(method, Map.of()).getOrDefault(target, Map.of()).values());
  }

  private static Optional<MeanAndDeviation> summary(Collection<Double> values) {
    return values.isEmpty() ? Optional.empty() : Optional.of(MeanAndDeviation.of(values));
  }

  /**
   * The mean over the targets, computed for each seed and then summarised over the seeds, so that
   * the deviation is that of the mean. Only seeds with a score on every target are used.
   */
  public Optional<MeanAndDeviation> mean(String method) {
    Map<String, Map<Long, Double>> row = scores.getOrDefault(method, Map.of());
    if (!row.keySet().containsAll(targets) || targets.isEmpty()) {
      return Optional.empty();
    }
    Set<Long> seeds = new TreeSet<>(row.get(targets.get(0)).keySet());
    targets.forEach(target -> seeds.retainAll(row.get(target).keySet()));
    return summary(
        seeds.stream()
            .map(s -> targets.stream().mapToDouble(t -> row.get(t).get(s)).average().orElseThrow())
            .toList());
  }

  /** The table as aligned columns for a terminal. */
  public String text() {
    return new TableText(header(), rows(), publishedRows(), footer()).aligned();
  }

  /** The table in Markdown as GitHub and HuggingFace render it. */
  public String markdown() {
    return new TableText(header(), rows(), publishedRows(), footer()).markdown();
  }

  private boolean hasMean() {
    return targets.size() > 1;
  }

  private List<String> header() {
    List<String> header = new ArrayList<>(List.of("F1 in percent"));
    header.addAll(targets);
    if (hasMean()) {
      header.add(MEAN);
    }
    return header;
  }

  private List<TableText.Row> rows() {
    return scores.keySet().stream().map(this::row).toList();
  }

  private TableText.Row row(String method) {
    List<Optional<MeanAndDeviation>> cells = new ArrayList<>();
    targets.forEach(target -> cells.add(summary(method, target)));
    if (hasMean()) {
      cells.add(mean(method));
    }
    return new TableText.Row(method, cells);
  }

  private List<TableText.Row> publishedRows() {
    List<TableText.Row> rows = new ArrayList<>();
    published.forEach((title, percent) -> rows.add(publishedRow(title, percent)));
    return rows;
  }

  private TableText.Row publishedRow(String title, Map<String, Double> percent) {
    List<Optional<MeanAndDeviation>> cells = new ArrayList<>();
    targets.forEach(t -> cells.add(Optional.ofNullable(percent.get(t)).map(ResultTable::single)));
    if (hasMean()) {
      boolean complete = percent.keySet().containsAll(targets);
      cells.add(complete ? summary(List.of(average(percent.values()))) : Optional.empty());
    }
    return new TableText.Row(title, cells);
  }

  private static MeanAndDeviation single(double value) {
    return MeanAndDeviation.of(List.of(value));
  }

  private static double average(Collection<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  private List<String> footer() {
    List<String> footer = new ArrayList<>();
    Set<Long> seeds = new TreeSet<>();
    scores.values().forEach(row -> row.values().forEach(cell -> seeds.addAll(cell.keySet())));
    if (!seeds.isEmpty()) {
      footer.add(
          seeds.size() == 1
              ? "One seed: " + seeds.iterator().next() + "."
              : "Mean ± standard deviation over " + seeds.size() + " seeds: " + join(seeds) + ".");
    }
    footer.addAll(notes);
    return Collections.unmodifiableList(footer);
  }

  private static String join(Set<Long> seeds) {
    return String.join(", ", seeds.stream().map(String::valueOf).toList());
  }
}

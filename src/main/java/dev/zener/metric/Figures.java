package dev.zener.metric;

import java.util.LinkedHashMap;
import java.util.Map;

/** Entity scores for JSON output: fractions in [0, 1], not percentages, and their counts. */
public record Figures(
    double precision, double recall, double f1, long gold, long predicted, long correct) {

  public static Figures of(Counts counts) {
    return new Figures(
        counts.precision(),
        counts.recall(),
        counts.f1(),
        counts.gold(),
        counts.predicted(),
        counts.correct());
  }

  static Map<String, Figures> ofEach(Map<String, Counts> types) {
    Map<String, Figures> figures = new LinkedHashMap<>();
    types.forEach((type, counts) -> figures.put(type, of(counts)));
    return figures;
  }
}

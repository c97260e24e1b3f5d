package dev.zener.metric;

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
}

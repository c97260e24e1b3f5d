package dev.zener.metric;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Formats an evaluation exactly as the conlleval script does. Percentages are computed in the
 * script's order of operations and rounded as in C's printf, which rounds the binary number (Java's
 * formatter rounds the shortest decimal half up: 3.125 would become 3.13).
 */
public final class ConllevalReport {
  private ConllevalReport() {}

  /** The report, with LF as line end. */
  public static String of(Evaluation evaluation) {
    Counts micro = evaluation.micro();
    StringBuilder report = new StringBuilder();
    report.append("processed ").append(evaluation.words()).append(" tokens with ");
    report.append(micro.gold()).append(" phrases; found: ").append(micro.predicted());
    report.append(" phrases; correct: ").append(micro.correct()).append(".\n");
    if (evaluation.words() > 0) {
      double accuracy = percent(evaluation.correctWords(), evaluation.words());
      report.append("accuracy: ").append(figure(accuracy)).append("; ");
      report.append(figures(micro)).append('\n');
    }
    evaluation.types().forEach((type, counts) -> report.append(line(type, counts)));
    return report.toString();
  }

  static String line(String type, Counts counts) {
    return " ".repeat(Math.max(0, 17 - type.length()))
        + type
        + ": "
        + figures(counts)
        + "  "
        + counts.predicted()
        + "\n";
  }

  static String figures(Counts counts) {
    double precision = percent(counts.correct(), counts.predicted());
    double recall = percent(counts.correct(), counts.gold());
    double sum = precision + recall;
    double f1 = sum == 0 ? 0 : 2 * precision * recall / sum;
    return "precision: "
        + figure(precision)
        + "; recall: "
        + figure(recall)
        + "; FB1: "
        + twoDigits(f1);
  }

  private static double percent(long part, long whole) {
    return whole == 0 ? 0 : 100.0 * part / whole;
  }

  private static String figure(double percent) {
    return twoDigits(percent) + "%";
  }

  /** A number as formatted by printf's {@code %6.2f}. */
  private static String twoDigits(double value) {
    String digits = new BigDecimal(value).setScale(2, RoundingMode.HALF_EVEN).toPlainString();
    return " ".repeat(Math.max(0, 6 - digits.length())) + digits;
  }
}

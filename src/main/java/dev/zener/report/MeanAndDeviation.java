package dev.zener.report;

import java.util.Collection;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * The mean and sample standard deviation (n − 1) of a score over seeds.
 *
 * @param mean the mean
 * @param deviation the standard deviation; empty for a single value
 * @param count the number of values
 */
public record MeanAndDeviation(double mean, OptionalDouble deviation, int count) {

  /** Summarises one or more values. */
  public static MeanAndDeviation of(Collection<Double> values) {
    int n = values.size();
    if (n == 0) {
      throw new IllegalArgumentException("no values to summarise; allowed: one or more");
    }
    double mean = values.stream().mapToDouble(Double::doubleValue).sum() / n;
    double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    return new MeanAndDeviation(
        mean, n == 1 ? OptionalDouble.empty() : OptionalDouble.of(Math.sqrt(squares / (n - 1))), n);
  }

  /** The mean as text, such as "53.12". */
  String meanText() {
    return String.format(Locale.ROOT, "%.2f", mean);
  }

  /** The deviation as text, such as " ± 0.40"; empty if there is none. */
  String deviationText() {
    return deviation.isEmpty()
        ? ""
        : String.format(Locale.ROOT, " ± %.2f", deviation.getAsDouble());
  }

  @Override
  public String toString() {
    return meanText() + deviationText();
  }
}

package dev.zener.metric;

/**
 * The mean and standard deviation of a score over several runs.
 *
 * @param mean the mean
 * @param deviation the sample standard deviation (n-1); NaN for a single run, for which it is
 *     undefined
 * @param runs the number of runs, at least 1
 */
public record Spread(double mean, double deviation, int runs) {

  /** The spread of scores, one per run. */
  public static Spread of(double... figures) {
    if (figures.length == 0) {
      throw new IllegalArgumentException("The spread of no runs");
    }
    double sum = 0;
    for (double figure : figures) {
      sum += figure;
    }
    double mean = sum / figures.length;
    double squares = 0;
    for (double figure : figures) {
      squares += (figure - mean) * (figure - mean);
    }
    return new Spread(mean, Math.sqrt(squares / (figures.length - 1)), figures.length);
  }
}

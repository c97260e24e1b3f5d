package dev.zener.metric;

/**
 * A figure over several seeds.
 *
 * @param deviation sample standard deviation (n-1); not a number for a single run, as one run tells
 *     nothing of it
 * @param runs at least 1
 */
public record Spread(double mean, double deviation, int runs) {

  /** Of one figure a run. */
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

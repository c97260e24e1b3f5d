package dev.zener.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/**
 * An axis of a plot, with ticks at round values.
 *
 * @param from the first tick, at or below the smallest value
 * @param to the last tick, at or above the largest value
 * @param gap the distance between ticks; of an axis made by {@link #of} for different values, 1, 2
 *     or 5 times a power of ten
 */
record Axis(double from, double to, double gap) {
  private static final int ABOUT_TICKS = 5;

  /** An axis that covers all finite values; 0 to 1 if there are none. */
  static Axis of(DoubleStream values) {
    double[] finite = values.filter(Double::isFinite).sorted().toArray();
    if (finite.length == 0) {
      return new Axis(0, 1, 0.2);
    }
    double least = finite[0];
    double most = finite[finite.length - 1];
    double gap = roundUp(most > least ? (most - least) / ABOUT_TICKS : flatGap(least));
    double from = Math.floor(least / gap) * gap;
    double to = Math.ceil(most / gap) * gap;
    return new Axis(from, to > from ? to : from + gap, gap);
  }

  /** The gap if all values are equal: a fifth of the value, so that the tick labels differ. */
  private static double flatGap(double value) {
    return value == 0 ? 1.0 / ABOUT_TICKS : Math.abs(value) / ABOUT_TICKS;
  }

  private static double roundUp(double gap) {
    double power = Math.pow(10, Math.floor(Math.log10(gap)));
    double digit = gap / power;
    return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
  }

  /** The relative position of a value: 0 at the start of the axis and 1 at its end. */
  double share(double value) {
    return (value - from) / (to - from);
  }

  List<Double> ticks() {
    return LongStream.rangeClosed(0, Math.round((to - from) / gap))
        .mapToObj(i -> from + i * gap)
        .toList();
  }

  /** The label of a tick, with as many decimals as the gap needs. */
  String label(double tick) {
    int decimals = (int) Math.max(0, -Math.floor(Math.log10(gap) + 1e-9));
    return decimals > 4
        ? String.format(Locale.ROOT, "%.0e", tick)
        : String.format(Locale.ROOT, "%." + decimals + "f", tick + 0.0);
  }
}

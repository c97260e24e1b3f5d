package dev.zener.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/**
 * A range of values with round ticks.
 *
 * @param from first tick, at or below the smallest value
 * @param to last tick, at or above the largest value
 * @param gap between ticks: 1, 2 or 5 times a power of ten
 */
record Axis(double from, double to, double gap) {
  private static final int ABOUT_TICKS = 5;

  /** The axis that shows all finite values; 0 to 1 where there is none. */
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

  /** All values are one: a fifth of it, so that the tick labels differ. */
  private static double flatGap(double value) {
    return value == 0 ? 1.0 / ABOUT_TICKS : Math.abs(value) / ABOUT_TICKS;
  }

  private static double roundUp(double gap) {
    double power = Math.pow(10, Math.floor(Math.log10(gap)));
    double digit = gap / power;
    return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
  }

  /** Where a value stands, 0 at the beginning of the axis and 1 at its end. */
  double share(double value) {
    return (value - from) / (to - from);
  }

  List<Double> ticks() {
    return LongStream.rangeClosed(0, Math.round((to - from) / gap))
        .mapToObj(i -> from + i * gap)
        .toList();
  }

  /** With as many decimals as the gap needs. */
  String label(double tick) {
    int decimals = (int) Math.max(0, -Math.floor(Math.log10(gap) + 1e-9));
    return decimals > 4
        ? String.format(Locale.ROOT, "%.0e", tick)
        : String.format(Locale.ROOT, "%." + decimals + "f", tick + 0.0);
  }
}

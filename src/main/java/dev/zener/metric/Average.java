package dev.zener.metric;

import java.util.Collection;
import java.util.function.ToDoubleFunction;

/** Plain means over types; each in [0, 1], and 0 over none. */
public record Average(double precision, double recall, double f1) {

  static Average of(Collection<Counts> types) {
    return new Average(
        mean(types, Counts::precision), mean(types, Counts::recall), mean(types, Counts::f1));
  }

  private static double mean(Collection<Counts> types, ToDoubleFunction<Counts> figure) {
    return types.stream().mapToDouble(figure).average().orElse(0);
  }
}

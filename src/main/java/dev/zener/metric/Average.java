package dev.zener.metric;

import java.util.Collection;
import java.util.function.ToDoubleFunction;

/** Unweighted means over entity types; each in [0, 1], and 0 if there are no types. */
public record Average(double precision, double recall, double f1) {

  static Average of(Collection<Counts> types) {
    return new Average(
        mean(types, Counts::precision), mean(types, Counts::recall), mean(types, Counts::f1));
  }

  private static double mean(Collection<Counts> types, ToDoubleFunction<Counts> figure) {
    return types.stream().mapToDouble(figure).average().orElse(0);
  }
}

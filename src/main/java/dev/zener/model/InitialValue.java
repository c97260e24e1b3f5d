package dev.zener.model;

import java.util.Random;

/** How a parameter starts. */
@FunctionalInterface
public interface InitialValue {
  /** N(0, initializer_range²). */
  InitialValue NORMAL = (random, range) -> range * random.nextGaussian();

  InitialValue ONES = (random, range) -> 1;

  InitialValue ZEROS = (random, range) -> 0;

  /** U(−1, 1). */
  InitialValue UNIFORM = within(1);

  /** U(−bound, bound). */
  static InitialValue within(double bound) {
    return (random, range) -> bound * (2 * random.nextDouble() - 1);
  }

  /**
   * The next element's value.
   *
   * @param range initializer_range
   */
  double draw(Random random, double range);
}

package dev.zener.model;

import java.util.Random;

/** How a parameter starts. */
public enum InitialValue {
  /** N(0, initializer_range²). */
  NORMAL {
    @Override
    double draw(Random random, double range) {
      return range * random.nextGaussian();
    }
  },

  ONES {
    @Override
    double draw(Random random, double range) {
      return 1;
    }
  },

  ZEROS {
    @Override
    double draw(Random random, double range) {
      return 0;
    }
  },

  /** U(−1, 1). */
  UNIFORM {
    @Override
    double draw(Random random, double range) {
      return 2 * random.nextDouble() - 1;
    }
  };

  /**
   * The next element's value.
   *
   * @param range initializer_range
   */
  abstract double draw(Random random, double range);
}

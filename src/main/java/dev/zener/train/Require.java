package dev.zener.train;

/**
 * The checks of settings records, worded as {@link ConfigFile} wants them: name, value, allowed.
 */
final class Require {
  private Require() {}

  static void that(boolean holds, String name, Object value, String allowed) {
    if (!holds) {
      throw new IllegalArgumentException(name + " is " + value + "; allowed: " + allowed);
    }
  }

  static void atLeast(int least, String name, long value) {
    that(value >= least, name, value, least + " or more");
  }

  /** False for NaN and infinities too. */
  static void positive(String name, double value) {
    that(value > 0 && Double.isFinite(value), name, value, "a number above 0");
  }

  static void notNegative(String name, double value) {
    that(value >= 0 && Double.isFinite(value), name, value, "0 or a number above it");
  }

  /** At least 0 and below 1: probabilities of dropping, moment decays, shares of a run. */
  static void fraction(String name, double value) {
    that(value >= 0 && value < 1, name, value, "at least 0 and below 1");
  }
}

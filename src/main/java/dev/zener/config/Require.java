package dev.zener.config;

/**
 * Checks of settings records. The messages have the form that {@link ConfigFile} needs: name,
 * value, what is allowed.
 */
public final class Require {
  private Require() {}

  /** Requires a condition. */
  public static void that(boolean holds, String name, Object value, String allowed) {
    if (!holds) {
      throw new IllegalArgumentException(name + " is " + value + "; allowed: " + allowed);
    }
  }

  /** Requires a number of at least {@code least}. */
  public static void atLeast(int least, String name, long value) {
    that(value >= least, name, value, least + " or more");
  }

  /** Requires a number from {@code least} to {@code most}. */
  public static void between(int least, int most, String name, long value) {
    that(value >= least && value <= most, name, value, least + " to " + most);
  }

  /** Requires a finite number above 0. */
  public static void positive(String name, double value) {
    that(value > 0 && Double.isFinite(value), name, value, "a number above 0");
  }

  /** Requires a finite number of at least 0. */
  public static void notNegative(String name, double value) {
    that(value >= 0 && Double.isFinite(value), name, value, "a number of at least 0");
  }

  /** Requires a number of at least 0 and below 1, such as a dropout rate or a share of steps. */
  public static void fraction(String name, double value) {
    that(value >= 0 && value < 1, name, value, "at least 0 and below 1");
  }
}

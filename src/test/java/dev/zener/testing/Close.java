package dev.zener.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.device.Tensor;
import java.util.Arrays;

/** Comparison of numbers with the truth, as a share of the truth's largest entry. */
public final class Close {
  private Close() {}

  /**
   * Fails unless every entry is within {@code share} of the largest entry, or within {@code floor}.
   */
  public static void check(String name, Tensor actual, double[] truth, double share, double floor) {
    check(name, actual.toDoubles(), truth, share, floor);
  }

  /** The same for plain numbers. */
  public static void check(
      String name, double[] actual, double[] truth, double share, double floor) {
    assertThat(actual.length).as(name + " size").isEqualTo(truth.length);
    double allowed = Math.max(share * largest(truth), floor);
    for (int i = 0; i < truth.length; i++) {
      double error = Math.abs(actual[i] - truth[i]);
      if (!(error <= allowed)) { // a NaN fails
        throw new AssertionError(
            "%s[%d]: %s, truth %s: off by %s, allowed %s"
                .formatted(name, i, actual[i], truth[i], error, allowed));
      }
    }
  }

  public static double largest(double[] values) {
    return Arrays.stream(values).map(Math::abs).max().orElse(0);
  }
}

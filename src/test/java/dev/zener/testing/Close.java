package dev.zener.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.device.Tensor;
import java.util.Arrays;

/**
 * Compares numbers with the expected ones. The allowed error is a share of the largest expected
 * entry.
 */
public final class Close {
  private Close() {}

  /**
   * Fails unless every error is at most {@code share} of the largest expected entry, or at most
   * {@code floor}.
   */
  public static void check(String name, Tensor actual, double[] truth, double share, double floor) {
    check(name, actual.toDoubles(), truth, share, floor);
  }

  public static void check(
      String name, double[] actual, double[] truth, double share, double floor) {
    assertThat(actual.length).as(name + " size").isEqualTo(truth.length);
    double allowed = Math.max(share * largest(truth), floor);
    for (int i = 0; i < truth.length; i++) {
      double error = Math.abs(actual[i] - truth[i]);
      if (!(error <= allowed)) { // also if the error is NaN
        throw new AssertionError(
            "%s[%d]: %s, expected %s: error %s, allowed %s"
                .formatted(name, i, actual[i], truth[i], error, allowed));
      }
    }
  }

  public static double largest(double[] values) {
    return Arrays.stream(values).map(Math::abs).max().orElse(0);
  }
}

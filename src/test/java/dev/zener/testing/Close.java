package dev.zener.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.device.Tensor;

/** Comparison of a tensor with the truth, as a share of the truth's largest entry. */
public final class Close {
  private Close() {}

  /**
   * Fails unless every entry is within {@code share} of the largest entry, or within {@code floor}.
   */
  public static void check(String name, Tensor actual, double[] truth, double share, double floor) {
    assertThat(actual.size()).as(name + " size").isEqualTo(truth.length);
    double allowed = Math.max(share * largest(truth), floor);
    for (int i = 0; i < truth.length; i++) {
      assertThat(Math.abs(actual.get(i) - truth[i]))
          .as("%s[%d]: %s, PyTorch %s", name, i, actual.get(i), truth[i])
          .isLessThanOrEqualTo(allowed);
    }
  }

  public static double largest(double[] values) {
    double largest = 0;
    for (double v : values) {
      largest = Math.max(largest, Math.abs(v));
    }
    return largest;
  }
}

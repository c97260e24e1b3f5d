package dev.zener.benchmarks;

import dev.zener.op.Linear;

/** Times {@link Linear} with GELU, as in the feed-forward layer: [N,H] to [N,F]. */
public class LinearBenchmark extends GradientState {

  @Override
  protected Problem forward(Batch b) {
    return new Problem(
        new Linear(true),
        product(b),
        normal(b.pieces(), b.hidden()),
        normal(b.feedForward(), b.hidden()),
        normal(b.feedForward()));
  }

  @Override
  protected Problem backward(Batch b) {
    return new Problem(
        new Linear.Backward(true),
        2 * product(b),
        normal(b.pieces(), b.hidden()),
        normal(b.feedForward(), b.hidden()),
        normal(b.pieces(), b.feedForward()),
        normal(b.pieces(), b.feedForward()));
  }

  private static double product(Batch b) {
    return 2.0 * b.pieces() * b.hidden() * b.feedForward();
  }
}

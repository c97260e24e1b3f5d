package dev.zener.benchmarks;

import dev.zener.op.GlobalNorm;

/** Times {@link GlobalNorm} of one layer's gradients. */
public class GlobalNormBenchmark extends OpState {

  @Override
  protected Problem forward(Batch b) {
    return new Problem(
        new GlobalNorm(),
        0,
        normal(4, b.hidden(), b.hidden()),
        normal(b.feedForward(), b.hidden()),
        normal(b.hidden(), b.feedForward()),
        normal(b.feedForward()),
        normal(b.hidden()));
  }
}

package dev.zener.benchmarks;

import dev.zener.op.Dropout;

/** {@link Dropout} of [N,F]; it is its own gradient. */
public class DropoutBenchmark extends OpState {

  @Override
  protected Problem forward(Batch b) {
    return new Problem(new Dropout(0, 0.1), 0, normal(b.pieces(), b.feedForward()), counter());
  }
}

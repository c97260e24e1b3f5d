package dev.zener.benchmarks;

import dev.zener.op.Dropout;

/** Times {@link Dropout} of [N,F], whose gradient is the same op. */
public class DropoutBenchmark extends OpState {

  @Override
  protected Problem forward(Batch b) {
    return new Problem(new Dropout(0, 0.1), 0, normal(b.pieces(), b.feedForward()), counter());
  }
}

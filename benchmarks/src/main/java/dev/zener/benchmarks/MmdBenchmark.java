package dev.zener.benchmarks;

import dev.zener.op.Mmd;

/** Times {@link Mmd} of two samples of a batch's [CLS] vectors: [B,H] each. */
public class MmdBenchmark extends GradientState {

  @Override
  protected Problem forward(Batch b) {
    return new Problem(
        new Mmd(),
        product(b),
        normal(b.sentences(), b.hidden()),
        normal(b.sentences(), b.hidden()));
  }

  @Override
  protected Problem backward(Batch b) {
    return new Problem(
        new Mmd.Backward(),
        2 * product(b),
        normal(b.sentences(), b.hidden()),
        normal(b.sentences(), b.hidden()),
        scalar(1));
  }

  private static double product(Batch b) {
    double rows = 2.0 * b.sentences();
    return 2 * rows * rows * b.hidden();
  }
}

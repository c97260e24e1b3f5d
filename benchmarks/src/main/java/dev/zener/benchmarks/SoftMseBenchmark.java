package dev.zener.benchmarks;

import dev.zener.op.SoftMse;

/** Times {@link SoftMse} over the words of a batch. */
public class SoftMseBenchmark extends GradientState {

  @Override
  protected Problem forward(Batch b) {
    return new Problem(
        new SoftMse(), 0, normal(b.words(), b.labels()), normal(b.words(), b.labels()));
  }

  @Override
  protected Problem backward(Batch b) {
    return new Problem(
        new SoftMse.Backward(),
        0,
        normal(b.words(), b.labels()),
        normal(b.words(), b.labels()),
        scalar(1));
  }
}

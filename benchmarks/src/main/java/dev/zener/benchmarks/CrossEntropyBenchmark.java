package dev.zener.benchmarks;

import dev.zener.op.CrossEntropy;

/** Times {@link CrossEntropy} over the words of a batch. */
public class CrossEntropyBenchmark extends GradientState {

  @Override
  protected Problem forward(Batch b) {
    return new Problem(
        new CrossEntropy(), 0, normal(b.words(), b.labels()), below(b.labels(), b.words()));
  }

  @Override
  protected Problem backward(Batch b) {
    return new Problem(
        new CrossEntropy.Backward(),
        0,
        normal(b.words(), b.labels()),
        below(b.labels(), b.words()),
        scalar(1));
  }
}

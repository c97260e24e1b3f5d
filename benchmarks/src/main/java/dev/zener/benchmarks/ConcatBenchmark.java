package dev.zener.benchmarks;

import dev.zener.op.Concat;

/** Times {@link Concat} of two vectors of each word of a batch. */
public class ConcatBenchmark extends GradientState {

  @Override
  protected Problem forward(Batch b) {
    return new Problem(
        new Concat(), 0, normal(b.words(), b.hidden()), normal(b.words(), b.hidden()));
  }

  @Override
  protected Problem backward(Batch b) {
    return new Problem(
        new Concat.Backward(),
        0,
        normal(b.words(), b.hidden()),
        normal(b.words(), b.hidden()),
        normal(b.words(), 2 * b.hidden()));
  }

  /** The shapes alone of the two sides are read backward. */
  @Override
  protected double untouched(String method, Batch b) {
    return method.equals("forward") ? 0 : 8.0 * b.words() * b.hidden();
  }
}

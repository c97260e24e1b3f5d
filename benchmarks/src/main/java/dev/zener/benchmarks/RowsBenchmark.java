package dev.zener.benchmarks;

import dev.zener.op.Rows;

/** Times {@link Rows}, which selects the words of a batch. */
public class RowsBenchmark extends GradientState {

  @Override
  protected Problem forward(Batch b) {
    return new Problem(new Rows(), 0, normal(b.pieces(), b.hidden()), below(b.pieces(), b.words()));
  }

  @Override
  protected Problem backward(Batch b) {
    return new Problem(
        new Rows.Backward(),
        0,
        normal(b.pieces(), b.hidden()),
        below(b.pieces(), b.words()),
        normal(b.words(), b.hidden()));
  }

  /** Rows that are not selected; backward, all rows of x, since it uses only the shape of x. */
  @Override
  protected double untouched(String method, Batch b) {
    double touched = method.equals("forward") ? b.words() : 0;
    return 4 * b.hidden() * (b.pieces() - touched);
  }
}

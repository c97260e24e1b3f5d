package dev.zener.benchmarks;

import dev.zener.device.Tensor;
import dev.zener.op.Attention;

/** Times {@link Attention} with dropout: two products forward, five backward. */
public class AttentionBenchmark extends GradientState {

  private static final double RATE = 0.1;

  @Override
  protected Problem forward(Batch b) {
    Tensor offsets = ints(b.offsets());
    return new Problem(
        new Attention(b.heads(), 0, RATE),
        2 * product(b),
        normal(b.pieces(), b.hidden()),
        normal(b.pieces(), b.hidden()),
        normal(b.pieces(), b.hidden()),
        offsets,
        offsets,
        counter());
  }

  @Override
  protected Problem backward(Batch b) {
    Problem p = forward(b);
    Tensor[] y = reference(p.op(), p.inputs());
    Tensor[] inputs = new Tensor[8];
    inputs[0] = y[1];
    inputs[1] = normal(b.pieces(), b.hidden());
    System.arraycopy(p.inputs(), 0, inputs, 2, 6);
    return new Problem(new Attention.Backward(b.heads(), 0, RATE), 5 * product(b), inputs);
  }

  private static double product(Batch b) {
    return 2 * b.pairs() * b.hidden();
  }
}

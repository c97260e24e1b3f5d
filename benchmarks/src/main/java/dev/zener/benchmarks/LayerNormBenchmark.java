package dev.zener.benchmarks;

import dev.zener.device.Tensor;
import dev.zener.op.LayerNorm;

/** Times {@link LayerNorm} with a residual. */
public class LayerNormBenchmark extends GradientState {

  private static final double EPSILON = 1e-12;

  @Override
  protected Problem forward(Batch b) {
    return new Problem(
        new LayerNorm(true, EPSILON),
        0,
        normal(b.pieces(), b.hidden()),
        normal(b.hidden()),
        normal(b.hidden()),
        normal(b.pieces(), b.hidden()));
  }

  @Override
  protected Problem backward(Batch b) {
    Problem p = forward(b);
    Tensor[] y = reference(p.op(), p.inputs());
    Tensor dy = normal(b.pieces(), b.hidden());
    return new Problem(new LayerNorm.Backward(), 0, y[3], p.inputs()[1], y[1], y[2], dy);
  }
}

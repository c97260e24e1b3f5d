package dev.zener.benchmarks;

import dev.zener.device.Tensor;
import dev.zener.op.Embedding;
import java.util.Arrays;

/** Times {@link Embedding} of a batch. */
public class EmbeddingBenchmark extends GradientState {

  @Override
  protected Problem forward(Batch b) {
    return new Problem(new Embedding(), 0, inputs(b));
  }

  @Override
  protected Problem backward(Batch b) {
    Tensor[] inputs = Arrays.copyOf(inputs(b), 6);
    inputs[5] = normal(b.pieces(), b.hidden());
    return new Problem(new Embedding.Backward(), 0, inputs);
  }

  /** Rows that do not occur; backward, all rows, since it uses only the shapes of the tables. */
  @Override
  protected double untouched(String method, Batch b) {
    double tables = b.vocabulary() + 512 + 2;
    double touched = method.equals("forward") ? 2.0 * b.pieces() + 1 : 0;
    return 4 * b.hidden() * (tables - touched);
  }

  private Tensor[] inputs(Batch b) {
    return new Tensor[] {
      normal(b.vocabulary(), b.hidden()),
      normal(512, b.hidden()),
      normal(2, b.hidden()),
      below(b.vocabulary(), b.pieces()),
      ints(b.offsets())
    };
  }
}

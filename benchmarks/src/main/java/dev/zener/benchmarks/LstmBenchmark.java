package dev.zener.benchmarks;

import dev.zener.device.Tensor;
import dev.zener.op.Lstm;

/** Times {@link Lstm} with the batch's sentences as sequences, [N,H/2] to twice H/4. */
public class LstmBenchmark extends GradientState {

  @Override
  protected Problem forward(Batch b) {
    int inputs = b.hidden() / 2;
    int size = b.hidden() / 4;
    return new Problem(
        new Lstm(true),
        2 * product(b.pieces(), inputs, size) + 2 * product(later(b), size, size),
        normal(b.pieces(), inputs),
        ints(b.offsets()),
        weights(size, inputs),
        weights(size, size),
        normal(4L * size),
        weights(size, inputs),
        weights(size, size),
        normal(4L * size));
  }

  @Override
  protected Problem backward(Batch b) {
    Problem p = forward(b);
    Tensor[] in = p.inputs();
    Tensor[] out = reference(p.op(), in);
    return new Problem(
        new Lstm.Backward(true, false),
        2 * p.flops(),
        in[0],
        in[1],
        in[2],
        in[3],
        in[5],
        in[6],
        out[0],
        out[2],
        out[3],
        normal(out[0].shape()));
  }

  /** Weights so small that most gates are open halfway, as in training. */
  private Tensor weights(int size, int inputs) {
    Tensor w = normal(4L * size, inputs);
    for (int i = 0; i < w.size(); i++) {
      w.set(i, w.get(i) / Math.sqrt(inputs));
    }
    return w;
  }

  private static double product(int rows, int inputs, int size) {
    return 2.0 * rows * inputs * 4 * size;
  }

  /** The number of pieces that are not the first of their sentence. */
  private static int later(Batch b) {
    return b.pieces() - b.sentences();
  }
}

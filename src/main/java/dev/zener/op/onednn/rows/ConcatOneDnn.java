package dev.zener.op.onednn.rows;

import dev.zener.device.Tensor;
import dev.zener.device.Workers;

/** {@link dev.zener.op.Concat} by copies of rows within memory outside the heap. */
public final class ConcatOneDnn {
  /** The number of rows below which a second thread costs more than it saves. */
  private static final int SERIAL = 64;

  private ConcatOneDnn() {}

  public static void forward(Tensor[] in, Tensor[] out) {
    int left = in[0].dim(1);
    int right = in[1].dim(1);
    int width = left + right;
    Workers.run(
        in[0].dim(0),
        SERIAL,
        (from, to) -> {
          for (int n = from; n < to; n++) {
            copy(in[0], n * left, out[0], n * width, left);
            copy(in[1], n * right, out[0], n * width + left, right);
          }
        });
  }

  public static void backward(Tensor[] in, Tensor[] out) {
    int left = in[0].dim(1);
    int right = in[1].dim(1);
    int width = left + right;
    Workers.run(
        in[0].dim(0),
        SERIAL,
        (from, to) -> {
          for (int n = from; n < to; n++) {
            copy(in[2], n * width, out[0], n * left, left);
            copy(in[2], n * width + left, out[1], n * right, right);
          }
        });
  }

  private static void copy(Tensor from, int first, Tensor to, int start, int count) {
    if (to != null) {
      to.floats().put(start, from.floats(), first, count);
    }
  }
}

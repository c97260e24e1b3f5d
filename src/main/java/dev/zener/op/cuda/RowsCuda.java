package dev.zener.op.cuda;

import static dev.zener.op.cuda.Card.at;
import static dev.zener.op.cuda.Card.check;

import dev.zener.device.Tensor;

/** {@link dev.zener.op.Rows} by rows.cu. */
final class RowsCuda {
  private RowsCuda() {}

  static void forward(Card card, Tensor[] in, Tensor[] out) {
    check(Native.rows(at(in[0]), at(in[1]), in[1].size(), in[0].dim(1), at(out[0]), card.stream()));
  }

  static void backward(Card card, Tensor[] in, Tensor[] out) {
    check(
        Native.rowsBackward(
            at(in[1]),
            at(in[2]),
            in[1].size(),
            in[0].dim(0),
            in[0].dim(1),
            at(out[0]),
            card.stream()));
  }
}

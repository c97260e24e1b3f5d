package dev.zener.op.cuda;

import static dev.zener.op.cuda.Card.at;
import static dev.zener.op.cuda.Card.check;

import dev.zener.device.Tensor;
import dev.zener.op.Op;

/** {@link dev.zener.op.Dropout} by dropout.cu. */
final class DropoutCuda {
  private DropoutCuda() {}

  static void forward(Card card, Op op, Tensor[] in, Tensor[] out) {
    check(
        Native.dropout(
            at(in[0]),
            in[0].size(),
            at(in[1]),
            op.integer(0),
            op.number(0),
            at(out[0]),
            card.stream()));
  }
}

package dev.zener.op.cuda;

import static dev.zener.op.cuda.Card.at;
import static dev.zener.op.cuda.Card.check;

import dev.zener.device.Tensor;

/** {@link dev.zener.op.Concat} by concat.cu. */
final class ConcatCuda {
  private ConcatCuda() {}

  static void forward(Card card, Tensor[] in, Tensor[] out) {
    check(
        Native.concat(
            at(in[0]),
            at(in[1]),
            in[0].dim(0),
            in[0].dim(1),
            in[1].dim(1),
            at(out[0]),
            card.stream()));
  }

  static void backward(Card card, Tensor[] in, Tensor[] out) {
    check(
        Native.concatBackward(
            at(in[2]),
            in[0].dim(0),
            in[0].dim(1),
            in[1].dim(1),
            at(out[0]),
            at(out[1]),
            card.stream()));
  }
}

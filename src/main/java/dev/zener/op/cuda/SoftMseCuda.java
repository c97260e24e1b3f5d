package dev.zener.op.cuda;

import static dev.zener.op.cuda.Card.at;
import static dev.zener.op.cuda.Card.check;

import dev.zener.device.Tensor;

/** {@link dev.zener.op.SoftMse} by softmse.cu. */
final class SoftMseCuda {
  private SoftMseCuda() {}

  static void forward(Card card, Tensor[] in, Tensor[] out) {
    check(
        Native.softMse(
            at(in[0]), at(in[1]), in[0].dim(0), in[0].dim(1), at(out[0]), card.stream()));
  }

  static void backward(Card card, Tensor[] in, Tensor[] out) {
    check(
        Native.softMseBackward(
            at(in[0]),
            at(in[1]),
            at(in[2]),
            in[0].dim(0),
            in[0].dim(1),
            at(out[0]),
            card.stream()));
  }
}

package dev.zener.op.cuda;

import static dev.zener.op.cuda.Card.at;
import static dev.zener.op.cuda.Card.check;

import dev.zener.device.Tensor;

/** {@link dev.zener.op.Mmd} by mmd.cu. */
final class MmdCuda {
  private MmdCuda() {}

  static void forward(Card card, Tensor[] in, Tensor[] out) {
    Tensor x = in[0];
    Tensor y = in[1];
    check(
        Native.mmd(
            at(x), x.dim(0), at(y), y.dim(0), x.dim(1), at(out[0]), card.scratch(), card.stream()));
  }

  static void backward(Card card, Tensor[] in, Tensor[] out) {
    Tensor x = in[0];
    Tensor y = in[1];
    check(
        Native.mmdBackward(
            at(x),
            x.dim(0),
            at(y),
            y.dim(0),
            x.dim(1),
            at(in[2]),
            at(out[0]),
            at(out[1]),
            card.scratch(),
            card.stream()));
  }

  static void prepare(Card card, Tensor[] in, Tensor[] out) {
    card.reserve(Native.mmdWorkspace(in[0].dim(0), in[1].dim(0), in[0].dim(1)));
  }
}

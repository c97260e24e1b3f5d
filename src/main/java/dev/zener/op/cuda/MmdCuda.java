package dev.zener.op.cuda;

import static dev.zener.op.cuda.Card.at;
import static dev.zener.op.cuda.Card.check;

import dev.zener.device.Tensor;

/** {@link dev.zener.op.Mmd}: mmd.cu. */
final class MmdCuda {
  private MmdCuda() {}

  static void forward(Card card, Tensor[] in, Tensor[] out) {
    Tensor x = in[0];
    Tensor y = in[1];
    check(
        Native.mmd(
            at(x),
            x.dim(0),
            at(y),
            y.dim(0),
            x.dim(1),
            at(out[0]),
            workspace(card, x, y),
            card.stream()));
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
            workspace(card, x, y),
            card.stream()));
  }

  private static long workspace(Card card, Tensor x, Tensor y) {
    return card.scratch(Native.mmdWorkspace(x.dim(0), y.dim(0), x.dim(1))).address();
  }
}

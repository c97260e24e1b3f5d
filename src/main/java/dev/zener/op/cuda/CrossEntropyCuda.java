package dev.zener.op.cuda;

import static dev.zener.op.cuda.Card.at;
import static dev.zener.op.cuda.Card.check;

import dev.zener.device.Tensor;

/** {@link dev.zener.op.CrossEntropy} by crossentropy.cu. */
final class CrossEntropyCuda {
  private CrossEntropyCuda() {}

  static void forward(Card card, Tensor[] in, Tensor[] out) {
    check(
        Native.crossEntropy(
            at(in[0]), at(in[1]), in[0].dim(0), in[0].dim(1), at(out[0]), card.stream()));
  }

  static void backward(Card card, Tensor[] in, Tensor[] out) {
    check(
        Native.crossEntropyBackward(
            at(in[0]),
            at(in[1]),
            at(in[2]),
            in[0].dim(0),
            in[0].dim(1),
            at(out[0]),
            card.stream()));
  }

  static void prepare(Card card, Tensor[] in, Tensor[] out) {
    int labels = in[0].dim(1);
    for (int label : in[1].onHost().toInts()) {
      if (label < 0 || label >= labels) {
        throw new IllegalArgumentException("label " + label + "; allowed: 0 to " + (labels - 1));
      }
    }
  }
}

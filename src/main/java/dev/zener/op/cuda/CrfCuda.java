package dev.zener.op.cuda;

import static dev.zener.op.cuda.Card.at;
import static dev.zener.op.cuda.Card.check;

import dev.zener.device.Tensor;
import dev.zener.op.Crf;
import dev.zener.op.SentenceOffsets;

/** {@link Crf} by crf.cu. */
final class CrfCuda {
  private CrfCuda() {}

  static void forward(Card card, Tensor[] in, Tensor[] out) {
    check(
        Native.crf(
            at(in[0]),
            at(in[1]),
            at(in[2]),
            at(in[3]),
            at(in[4]),
            at(in[5]),
            in[0].dim(0),
            in[0].dim(1),
            in[4].size() - 1,
            at(out[0]),
            card.scratch(),
            card.stream()));
  }

  static void backward(Card card, Tensor[] in, Tensor[] out) {
    check(
        Native.crfBackward(
            at(in[0]),
            at(in[1]),
            at(in[2]),
            at(in[3]),
            at(in[4]),
            at(in[5]),
            at(in[6]),
            in[0].dim(0),
            in[0].dim(1),
            in[4].size() - 1,
            at(out[0]),
            at(out[1]),
            at(out[2]),
            at(out[3]),
            card.scratch(),
            card.stream()));
  }

  static void marginals(Card card, Tensor[] in, Tensor[] out) {
    check(
        Native.crfMarginals(
            at(in[0]),
            at(in[1]),
            at(in[2]),
            at(in[3]),
            at(in[4]),
            in[0].dim(0),
            in[0].dim(1),
            in[4].size() - 1,
            at(out[0]),
            card.scratch(),
            card.stream()));
  }

  static void viterbi(Card card, Tensor[] in, Tensor[] out) {
    check(
        Native.crfViterbi(
            at(in[0]),
            at(in[1]),
            at(in[2]),
            at(in[3]),
            at(in[4]),
            in[0].dim(0),
            in[0].dim(1),
            in[4].size() - 1,
            at(out[0]),
            card.scratch(),
            card.stream()));
  }

  static void prepare(Card card, Tensor[] in, Tensor[] out) {
    int words = in[0].dim(0);
    int labels = in[0].dim(1);
    if (labels > Native.mostLabels()) {
      throw new IllegalArgumentException(
          labels + " labels; allowed on a card: up to " + Native.mostLabels());
    }
    SentenceOffsets.checkWithin(in[4].onHost().toInts(), words);
    card.reserve(Native.crfWorkspace(words, labels, in[4].size() - 1));
  }

  /** The same for an op that also has labels. */
  static void prepareLabelled(Card card, Tensor[] in, Tensor[] out) {
    prepare(card, in, out);
    int[] offsets = in[4].onHost().toInts();
    Crf.checkLabels(in[5].onHost().toInts(), offsets[offsets.length - 1], in[0].dim(1));
  }
}

package dev.zener.op.cuda;

import static dev.zener.op.cuda.Card.at;
import static dev.zener.op.cuda.Card.check;

import dev.zener.device.Tensor;
import dev.zener.op.Embedding;

/** {@link Embedding} by embedding.cu. */
final class EmbeddingCuda {
  private EmbeddingCuda() {}

  static void forward(Card card, Tensor[] in, Tensor[] out) {
    Tensor ids = in[3];
    check(
        Native.embedding(
            at(in[0]),
            at(in[1]),
            at(in[2]),
            at(ids),
            at(in[4]),
            in[4].size() - 1,
            ids.size(),
            in[0].dim(1),
            at(out[0]),
            card.stream()));
  }

  static void backward(Card card, Tensor[] in, Tensor[] out) {
    Tensor ids = in[3];
    check(
        Native.embeddingBackward(
            at(ids),
            at(in[4]),
            at(in[5]),
            in[4].size() - 1,
            ids.size(),
            in[0].dim(1),
            in[0].dim(0),
            in[1].dim(0),
            in[2].dim(0),
            at(out[0]),
            at(out[1]),
            at(out[2]),
            card.stream()));
  }

  static void prepare(Card card, Tensor[] in, Tensor[] out) {
    int[] ids = Embedding.checkIds(in[3].onHost().toInts(), in[0].dim(0));
    Embedding.positions(in[4].onHost().toInts(), ids.length, in[1].dim(0));
  }
}

package dev.zener.op.cuda;

import static dev.zener.op.cuda.Card.at;
import static dev.zener.op.cuda.Card.check;

import dev.zener.device.Tensor;
import dev.zener.op.Lstm;
import dev.zener.op.SentenceOffsets;
import dev.zener.op.backend.Kernel;

/** {@link Lstm} by lstm.cu. */
final class LstmCuda implements Kernel {
  /** The largest H, as in lstm.cu. */
  private static final int MOST_SIZE = 1024;

  private final Card card;
  private final boolean tf32;

  LstmCuda(Card card, boolean tf32) {
    this.card = card;
    this.tf32 = tf32;
  }

  @Override
  public void prepare(Tensor[] in, Tensor[] out) {
    prepare(card, in);
  }

  private static void prepare(Card card, Tensor[] in) {
    int size = in[3].dim(1);
    if (size > MOST_SIZE) {
      throw new IllegalArgumentException(
          "an LSTM of size " + size + "; allowed on a card: up to " + MOST_SIZE);
    }
    SentenceOffsets.checkWithin(in[1].onHost().toInts(), in[0].dim(0));
    card.reserve(Native.lstmWorkspace(in[0].dim(0), in[0].dim(1), in[3].dim(1)));
    card.prepareProducts();
  }

  @Override
  public void run(Tensor[] in, Tensor[] out) {
    boolean keeps = out.length > 2;
    check(
        Native.lstm(
            card.linear(),
            tf32,
            at(in[0]),
            at(in[1]),
            at(in[2]),
            at(in[3]),
            at(in[4]),
            at(in[5]),
            at(in[6]),
            at(in[7]),
            in[1].size() - 1,
            in[0].dim(0),
            in[0].dim(1),
            in[3].dim(1),
            at(out[0]),
            at(out[1]),
            keeps ? at(out[2]) : 0,
            keeps ? at(out[3]) : 0,
            card.scratch(),
            card.workspace(),
            card.stream()));
  }

  /** The gradients. */
  static final class Backward implements Kernel {
    private final Card card;
    private final Lstm.Backward op;
    private final boolean tf32;

    Backward(Card card, Lstm.Backward op, boolean tf32) {
      this.card = card;
      this.op = op;
      this.tf32 = tf32;
    }

    @Override
    public void prepare(Tensor[] in, Tensor[] out) {
      LstmCuda.prepare(card, in);
    }

    @Override
    public void run(Tensor[] in, Tensor[] out) {
      check(
          Native.lstmBackward(
              card.linear(),
              tf32,
              at(in[0]),
              at(in[1]),
              at(in[2]),
              at(in[3]),
              at(in[4]),
              at(in[5]),
              at(in[6]),
              at(in[7]),
              at(in[8]),
              at(op.dy(in)),
              at(op.dlast(in)),
              in[1].size() - 1,
              in[0].dim(0),
              in[0].dim(1),
              in[3].dim(1),
              at(out[0]),
              at(out[1]),
              at(out[2]),
              at(out[3]),
              at(out[4]),
              at(out[5]),
              at(out[6]),
              card.scratch(),
              card.workspace(),
              card.stream()));
    }
  }
}

package dev.zener.op.cuda;

import static dev.zener.op.cuda.Card.at;
import static dev.zener.op.cuda.Card.check;

import dev.zener.device.Block;
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
    prepare(card, in, Lstm.count(in), Lstm.rows(in));
  }

  private static void prepare(Card card, Tensor[] in, int n, Tensor rows) {
    int size = in[3].dim(1);
    if (size > MOST_SIZE) {
      throw new IllegalArgumentException(
          "an LSTM of size " + size + "; allowed on a card: up to " + MOST_SIZE);
    }
    SentenceOffsets.checkWithin(in[1].onHost().toInts(), n);
    long chosen = rows == null ? 0 : Block.align(4L * n * in[0].dim(1));
    card.reserve(chosen + Native.lstmWorkspace(n, in[0].dim(1), in[3].dim(1)));
    card.prepareProducts();
  }

  @Override
  public void run(Tensor[] in, Tensor[] out) {
    boolean keeps = out.length > 2;
    int n = Lstm.count(in);
    int inputs = in[0].dim(1);
    long x = at(in[0]);
    long scratch = card.scratch();
    Tensor rows = Lstm.rows(in);
    if (rows != null) {
      check(Native.rows(x, at(rows), n, inputs, scratch, card.stream()));
      x = scratch;
      scratch += Block.align(4L * n * inputs);
    }
    check(
        Native.lstm(
            card.linear(),
            tf32,
            x,
            at(in[1]),
            at(in[2]),
            at(in[3]),
            at(in[4]),
            at(in[5]),
            at(in[6]),
            at(in[7]),
            in[1].size() - 1,
            n,
            inputs,
            in[3].dim(1),
            at(out[0]),
            at(out[1]),
            keeps ? at(out[2]) : 0,
            keeps ? at(out[3]) : 0,
            scratch,
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
      LstmCuda.prepare(card, in, in[0].dim(0), null);
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

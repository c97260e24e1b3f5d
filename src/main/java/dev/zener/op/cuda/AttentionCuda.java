package dev.zener.op.cuda;

import static dev.zener.op.cuda.Card.at;
import static dev.zener.op.cuda.Card.check;

import dev.zener.device.Tensor;
import dev.zener.op.Kernel;
import dev.zener.op.Offsets;
import dev.zener.op.Op;

/** {@link dev.zener.op.Attention}: attention.cu. */
final class AttentionCuda implements Kernel {
  private final Card card;
  private final Op op;
  private final Rounding rounding;

  AttentionCuda(Card card, Op op) {
    this.card = card;
    this.op = op;
    rounding = new Rounding(card);
  }

  @Override
  public void run(Tensor[] in, Tensor[] out) {
    Batch batch = new Batch(op, in, 0);
    Tensor[] exact = rounding.exact(out);
    check(
        Native.attention(
            at(in[0]),
            at(in[1]),
            at(in[2]),
            at(in[3]),
            at(in[4]),
            batch.counter,
            op.integer(1),
            op.number(0),
            batch.sentences,
            batch.longest,
            batch.queries,
            batch.keys,
            op.integer(0),
            batch.size,
            at(exact[0]),
            lse(exact[1], batch),
            card.stream()));
    rounding.finish(exact, out);
  }

  /** The kernel always writes it. */
  private long lse(Tensor wanted, Batch batch) {
    long bytes = (long) batch.queries * op.integer(0) * Float.BYTES;
    return wanted != null ? wanted.address() : card.scratch(bytes).address();
  }

  @Override
  public void close() {
    rounding.close();
  }

  /** What the offsets tell, checked. */
  private static final class Batch {
    final int sentences;
    final int longest;
    final int queries;
    final int keys;
    final int size;
    final long counter;

    /** Attention's inputs are those from {@code first} on. */
    Batch(Op op, Tensor[] in, int first) {
      queries = in[first].dim(0);
      keys = in[first + 1].dim(0);
      size = in[first].dim(1) / op.integer(0);
      int[] a = Offsets.check(in[first + 3].onHost().toInts(), queries);
      int[] b = Offsets.check(in[first + 4].onHost().toInts(), keys);
      sentences = b.length - 1;
      longest = Math.max(longest(a), longest(b));
      boolean dropout = in.length > first + 5 && op.number(0) > 0;
      counter = dropout ? at(in[first + 5]) : 0;
    }

    private static int longest(int[] offsets) {
      int longest = 0;
      for (int i = 1; i < offsets.length; i++) {
        longest = Math.max(longest, offsets[i] - offsets[i - 1]);
      }
      return longest;
    }
  }

  /** The gradients. */
  static final class Backward implements Kernel {
    private final Card card;
    private final Op op;
    private final Rounding rounding;

    Backward(Card card, Op op) {
      this.card = card;
      this.op = op;
      rounding = new Rounding(card);
    }

    @Override
    public void run(Tensor[] in, Tensor[] out) {
      Batch batch = new Batch(op, in, 2);
      Tensor[] exact = rounding.exact(out);
      long delta = (long) batch.queries * op.integer(0) * Float.BYTES;
      check(
          Native.attentionBackward(
              at(in[0]),
              at(in[1]),
              at(in[2]),
              at(in[3]),
              at(in[4]),
              at(in[5]),
              at(in[6]),
              batch.counter,
              op.integer(1),
              op.number(0),
              batch.sentences,
              batch.longest,
              batch.queries,
              batch.keys,
              op.integer(0),
              batch.size,
              at(exact[0]),
              at(exact[1]),
              at(exact[2]),
              card.scratch(delta).address(),
              card.stream()));
      rounding.finish(exact, out);
    }

    @Override
    public void close() {
      rounding.close();
    }
  }
}

package dev.zener.op.cuda;

import static dev.zener.op.cuda.Card.at;
import static dev.zener.op.cuda.Card.check;

import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.op.Op;
import dev.zener.op.SentenceOffsets;
import dev.zener.op.backend.Kernel;

/** {@link dev.zener.op.Attention} by attention.cu. */
final class AttentionCuda implements Kernel {
  private final Card card;
  private final Op op;

  AttentionCuda(Card card, Op op) {
    this.card = card;
    this.op = op;
  }

  @Override
  public void prepare(Tensor[] in, Tensor[] out) {
    Batch.check(in, 0);
  }

  @Override
  public void run(Tensor[] in, Tensor[] out) {
    Batch batch = new Batch(op, in, 0);
    check(
        Native.attention(
            small(in[0]),
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
            small(out[0]),
            at(out[0]),
            out.length > 1 ? at(out[1]) : 0,
            card.stream()));
  }

  private static boolean small(Tensor t) {
    return t != null && t.type() == ElementType.BFLOAT16;
  }

  /** The sizes of a batch. */
  private static final class Batch {
    final int sentences;
    final int longest;
    final int queries;
    final int keys;
    final int size;
    final long counter;

    /** Reads the inputs of Attention, which start at index {@code first}. */
    Batch(Op op, Tensor[] in, int first) {
      queries = in[first].dim(0);
      keys = in[first + 1].dim(0);
      size = in[first].dim(1) / op.integer(0);
      sentences = in[first + 4].size() - 1;
      longest = SentenceOffsets.longest(in[first + 4].onHost().toInts());
      boolean dropout = in.length > first + 5 && op.number(0) > 0;
      counter = dropout ? at(in[first + 5]) : 0;
    }

    static void check(Tensor[] in, int first) {
      int[] queries = in[first + 3].onHost().toInts();
      int[] keys = in[first + 4].onHost().toInts();
      SentenceOffsets.checkWithin(queries, in[first].dim(0));
      SentenceOffsets.checkWithin(keys, in[first + 1].dim(0));
      if (SentenceOffsets.longest(queries) > SentenceOffsets.longest(keys)) {
        throw new IllegalArgumentException("a sentence has more queries than keys");
      }
    }
  }

  /** The gradients. */
  static final class Backward implements Kernel {
    private final Card card;
    private final Op op;

    Backward(Card card, Op op) {
      this.card = card;
      this.op = op;
    }

    @Override
    public void prepare(Tensor[] in, Tensor[] out) {
      Batch.check(in, 2);
      card.reserve((long) in[2].dim(0) * op.integer(0) * Float.BYTES); // δ
    }

    @Override
    public void run(Tensor[] in, Tensor[] out) {
      Batch batch = new Batch(op, in, 2);
      boolean small = false;
      for (Tensor t : out) { // all wanted outputs have the same type
        small |= small(t);
      }
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
              small,
              at(out[0]),
              at(out[1]),
              at(out[2]),
              card.scratch(),
              card.stream()));
    }
  }
}

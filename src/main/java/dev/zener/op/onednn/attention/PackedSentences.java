package dev.zener.op.onednn.attention;

import dev.zener.device.Tensor;
import dev.zener.op.Attention;
import dev.zener.op.Dropout;
import dev.zener.op.Op;
import dev.zener.op.SentenceOffsets;
import java.nio.ByteBuffer;

/** Gives access to the sentences and heads in the inputs of {@link Attention}. */
final class PackedSentences {
  final int heads;
  final int hidden;

  /** The number of columns of a head. */
  final int size;

  final float scale;
  final boolean dropout;
  final Tensor q;
  final Tensor k;
  final Tensor v;
  private final int[] queryOffsets;
  private final int[] keyOffsets;
  private final long key;
  private final int threshold;
  private final float kept;

  /** Reads the inputs of Attention, which start at index {@code first}. */
  PackedSentences(Op op, Tensor[] in, int first) {
    heads = op.integer(0);
    q = in[first];
    k = in[first + 1];
    v = in[first + 2];
    hidden = q.dim(1);
    size = hidden / heads;
    scale = (float) (1 / Math.sqrt(size));
    queryOffsets = SentenceOffsets.check(in[first + 3].toInts(), q.dim(0));
    keyOffsets = SentenceOffsets.check(in[first + 4].toInts(), k.dim(0));
    dropout = in.length > first + 5 && op.number(0) > 0;
    key = dropout ? Dropout.key(in[first + 5].longs().get(0), op.integer(1)) : 0;
    threshold = Dropout.threshold(op.number(0));
    kept = (float) (1 / (1 - op.number(0)));
  }

  int sentences() {
    return keyOffsets.length - 1;
  }

  /** The number of query rows of a sentence. */
  int queries(int sentence) {
    return queryOffsets[sentence + 1] - queryOffsets[sentence];
  }

  /** The number of keys, and of values, of a sentence. */
  int keys(int sentence) {
    return keyOffsets[sentence + 1] - keyOffsets[sentence];
  }

  /** The address of an item's first query row, in its a-th head, in a tensor laid out like q. */
  long query(Tensor t, SentencePart item, int a) {
    return address(t, firstQuery(item), item.head() + a);
  }

  /** The address of an item's first key row, in its a-th head, in a tensor laid out like k. */
  long key(Tensor t, SentencePart item, int a) {
    return address(t, keyOffsets[item.sentence()], item.head() + a);
  }

  private int firstQuery(SentencePart item) {
    return queryOffsets[item.sentence()] + item.query();
  }

  private long address(Tensor t, int row, int head) {
    return t.address() + t.type().bytes() * ((long) row * hidden + head * size);
  }

  /** The index in lse [M,A] of query row i and the a-th head of an item. */
  int number(SentencePart item, int i, int a) {
    return (firstQuery(item) + i) * heads + item.head() + a;
  }

  /** Sets an item's part of a tensor laid out like q to zero; does nothing if it is null. */
  void clearQueries(Tensor t, SentencePart item) {
    clear(t, item, firstQuery(item), item.queries());
  }

  /** Sets an item's part of a tensor laid out like k to zero; does nothing if it is null. */
  void clearKeys(Tensor t, SentencePart item) {
    clear(t, item, keyOffsets[item.sentence()], item.keys());
  }

  private void clear(Tensor t, SentencePart item, int first, int rows) {
    if (t == null) {
      return;
    }
    ByteBuffer all = t.bytes();
    byte[] zeros = new byte[item.heads() * size * t.type().bytes()];
    for (int i = first; i < first + rows; i++) {
      all.put((i * hidden + item.head() * size) * t.type().bytes(), zeros);
    }
  }

  /** Starts the dropout of an item's probabilities. */
  void begin(KeyMajorDropout mask, SentencePart item) {
    mask.begin(key, threshold, kept, item.columns());
    for (int a = 0; a < item.heads(); a++) {
      for (int i = 0; i < item.queries(); i++) {
        mask.first(a * item.queries() + i, (long) number(item, i, a) << Attention.KEY_BITS);
      }
    }
  }
}

package dev.zener.op.onednn.attention;

import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.op.onednn.primitive.Cast;
import dev.zener.op.onednn.primitive.Scratch;

/**
 * Rows [n,heads·D] of a tensor to which the products of single heads are written. If the tensor is
 * bfloat16, they are written to float32 rows that stay in a cache and are rounded at the end. Not
 * thread-safe.
 */
final class HeadRows implements AutoCloseable {
  private final Scratch memory = new Scratch();
  private Tensor tensor;
  private long target;
  private long start;
  private int rows;
  private int width;
  private int apart;

  /** The rows of an item's queries. */
  HeadRows ofQueries(PackedSentences at, SentencePart item, Tensor t) {
    return of(at, item, t, at.query(t, item, 0), item.queries());
  }

  /** The rows of an item's keys, with sums written for earlier queries of the same heads. */
  HeadRows ofKeys(PackedSentences at, SentencePart item, Tensor t) {
    return of(at, item, t, at.key(t, item, 0), item.keys());
  }

  private HeadRows of(PackedSentences at, SentencePart item, Tensor t, long address, int n) {
    tensor = t;
    target = address;
    rows = n;
    width = item.heads() * at.size;
    apart = at.hidden;
    start = rounds() ? memory.address(4L * n * width) : address;
    return this;
  }

  private boolean rounds() {
    return tensor.type() == ElementType.BFLOAT16;
  }

  /** The address of a column in the first row. */
  long column(int column) {
    return start + 4L * column;
  }

  /** The distance between rows in elements. */
  int stride() {
    return rounds() ? width : apart;
  }

  /** Rounds the rows if necessary, after all products have been written. */
  void finish() {
    if (rounds()) {
      Cast.rows(start, target, rows, width, apart);
    }
  }

  @Override
  public void close() {
    memory.close();
  }
}

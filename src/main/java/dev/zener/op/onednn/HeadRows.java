package dev.zener.op.onednn;

import dev.zener.device.ElementType;
import dev.zener.device.Tensor;

/**
 * Rows [n, heads · D] of a tensor that products of single heads write. Where the tensor is
 * bfloat16, they write float32 rows that stay in a cache and are rounded when all are there.
 * Belongs to one thread.
 */
final class HeadRows implements AutoCloseable {
  private final Scratch memory = new Scratch();
  private Tensor tensor;
  private long target;
  private long start;
  private int rows;
  private int width;
  private int apart;

  /** An item's queries. */
  HeadRows ofQueries(PackedSentences at, SentencePart item, Tensor t) {
    return of(at, item, t, at.query(t, item, 0), item.queries());
  }

  /** An item's keys. What was written for the former queries of the same heads is still there. */
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

  /** Address of what begins so many columns behind the first. */
  long column(int column) {
    return start + 4L * column;
  }

  /** Elements from row to row. */
  int stride() {
    return rounds() ? width : apart;
  }

  /** Says that all is written. */
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

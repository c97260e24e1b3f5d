package dev.zener.graph;

import dev.zener.device.Tensor;
import java.nio.ByteBuffer;

/**
 * How an input is filled up on a device, so that batches of many sizes share few shapes. What is
 * filled in changes no result: rows behind the last sentence are zero and so are their gradients,
 * and losses do not count them.
 */
public enum Filling {
  /** Zeros: ids, and numbers of rows, of which there is one at least. */
  ZEROS,
  /** −1, a label that no loss counts. */
  NO_LABEL,
  /** −∞, soft labels that no loss counts. */
  NO_SOFT_LABELS,
  /** Offsets: the last again and again, as of sentences without pieces. */
  EMPTY_SENTENCES;

  private static final int LEAST = 8;

  /** Eight sizes for each power of two: up to an eighth more than n, a sixteenth on average. */
  static int rounded(int n) {
    int step = Math.max(LEAST, Integer.highestOneBit(n) / 8);
    return (n + step - 1) / step * step;
  }

  /** The shape that an input of this shape is filled up to. */
  long[] shape(long[] exact) {
    long[] shape = exact.clone();
    int end = this == EMPTY_SENTENCES ? 1 : 0; // where the last sentence ends
    shape[0] = rounded(Math.toIntExact(Math.max(0, shape[0] - end))) + end;
    return shape;
  }

  /** Copies an input and fills up the rest. */
  void copy(Tensor exact, Tensor filled) {
    ByteBuffer from = exact.bytes();
    ByteBuffer to = filled.bytes();
    to.put(from.duplicate());
    int last = this == EMPTY_SENTENCES ? exact.ints().get(exact.size() - 1) : 0;
    while (to.hasRemaining()) {
      switch (this) {
        case ZEROS -> to.put((byte) 0);
        case NO_LABEL -> to.putInt(-1);
        case NO_SOFT_LABELS -> to.putFloat(Float.NEGATIVE_INFINITY);
        case EMPTY_SENTENCES -> to.putInt(last);
      }
    }
  }
}

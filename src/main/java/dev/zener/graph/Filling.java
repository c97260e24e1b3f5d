package dev.zener.graph;

import dev.zener.device.Tensor;
import java.nio.ByteBuffer;

/**
 * How an input is padded on a device, so that batches of many sizes share a few shapes. The padding
 * changes no result: rows after the last sentence are zero, their gradients are zero, and losses
 * ignore them.
 */
public enum Filling {
  /** Zeros, for ids and for indices of rows; there is always at least one row. */
  ZEROS,
  /** −1, a label that losses ignore. */
  NO_LABEL,
  /** −∞, a soft label that losses ignore. */
  NO_SOFT_LABELS,
  /** Repeats the last offset, which means sentences without pieces. */
  EMPTY_SENTENCES;

  private static final int LEAST = 8;

  /** Rounds n up to one of eight sizes per power of two, which adds at most an eighth. */
  static int rounded(int n) {
    int step = Math.max(LEAST, Integer.highestOneBit(n) / 8);
    return (n + step - 1) / step * step;
  }

  /** The padded shape of an input. */
  long[] shape(long[] exact) {
    long[] shape = exact.clone();
    int end = this == EMPTY_SENTENCES ? 1 : 0; // the offset after the last sentence
    shape[0] = rounded(Math.toIntExact(Math.max(0, shape[0] - end))) + end;
    return shape;
  }

  /** Copies an input and pads the rest. */
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

package dev.zener.predict;

import dev.zener.device.MemoryLimit;

/**
 * How windows are grouped into batches.
 *
 * @param pieces the maximum number of pieces in a batch of several windows
 * @param memory the limit that a batch must stay within; a batch that exceeds it is split into
 *     smaller ones
 * @param remedy the advice in the error message if a single window exceeds the limit
 */
public record Batching(int pieces, MemoryLimit memory, String remedy) {
  /** The size of the smallest window: a piece, and the two that begin and end it. */
  public static final int LEAST = 3;

  public Batching {
    if (pieces < LEAST) {
      throw new IllegalArgumentException(
          "batches of " + pieces + " pieces; allowed: " + LEAST + " and more");
    }
  }

  /** Batches of at most {@code pieces} pieces, without a memory limit. */
  public static Batching of(int pieces) {
    return new Batching(pieces, MemoryLimit.NONE, "");
  }
}

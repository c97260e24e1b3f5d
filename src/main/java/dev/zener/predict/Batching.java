package dev.zener.predict;

import dev.zener.device.MemoryLimit;

/**
 * How windows become batches.
 *
 * @param pieces most in a batch of several windows
 * @param memory within which a batch must stay: it is cut into smaller ones until it does
 * @param remedy for the message, where not even one window does
 */
public record Batching(int pieces, MemoryLimit memory, String remedy) {
  /** The smallest window: [CLS], a piece, [SEP]. */
  public static final int LEAST = 3;

  public Batching {
    if (pieces < LEAST) {
      throw new IllegalArgumentException(
          "batches of " + pieces + " pieces; allowed: " + LEAST + " and more");
    }
  }

  /** Without a limit to memory. */
  public static Batching of(int pieces) {
    return new Batching(pieces, MemoryLimit.NONE, "");
  }
}

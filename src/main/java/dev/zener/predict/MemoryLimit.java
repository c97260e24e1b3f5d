package dev.zener.predict;

import dev.zener.device.ResidentMemory;
import dev.zener.label.InputException;
import java.util.function.LongSupplier;

/**
 * How much memory the process may hold resident, model and Java heap included: measured before a
 * batch is computed, which is cut into smaller ones until what it needs beside is there.
 */
public final class MemoryLimit {
  /** No limit. */
  public static final MemoryLimit NONE = new MemoryLimit(Long.MAX_VALUE, () -> 0);

  /** What kernels need for themselves: a part of a batch's tensors, and a little in any case. */
  private static final int KERNELS = 4;

  private static final long LEAST = 16 << 20;

  /** Refusals between two collections of garbage, which take a while. */
  private static final int PATIENCE = 64;

  private final long bytes;
  private final LongSupplier resident;
  private int refusals;

  MemoryLimit(long bytes, LongSupplier resident) {
    this.bytes = bytes;
    this.resident = resident;
  }

  /**
   * That many bytes.
   *
   * @throws IllegalArgumentException where the system does not tell what is resident
   */
  public static MemoryLimit of(long bytes) {
    if (ResidentMemory.now().isEmpty()) {
      throw new IllegalArgumentException(
          "memory cannot be limited on this system, which does not tell how much is resident");
    }
    return new MemoryLimit(bytes, () -> ResidentMemory.now().orElseThrow());
  }

  /** Whether a batch fits whose tensors need so many bytes beyond what is there. */
  boolean allows(long growth) {
    if (this == NONE || fits(growth)) {
      return true;
    }
    if (refusals++ % PATIENCE == 0) {
      System.gc(); // what is garbage must not make batches small
    }
    return fits(growth);
  }

  private boolean fits(long growth) {
    return growth <= 0 && resident.getAsLong() <= bytes || need(growth) <= bytes;
  }

  private long need(long growth) {
    return resident.getAsLong() + growth + growth / KERNELS + LEAST;
  }

  /** That not even one window of so many pieces fits. */
  InputException exceeded(int pieces, long growth) {
    return new InputException(
        "a window of "
            + pieces
            + " pieces needs "
            + mebibytes(need(growth) - resident.getAsLong())
            + " MiB beside the "
            + mebibytes(resident.getAsLong())
            + " MiB that are resident, and --max-memory allows "
            + mebibytes(bytes)
            + "; give at least "
            + mebibytes(need(growth))
            + "m, or shorter windows (--max-pieces), or Java a smaller heap (-Xmx)");
  }

  private static long mebibytes(long bytes) {
    return (bytes + (1 << 20) - 1) >> 20;
  }
}

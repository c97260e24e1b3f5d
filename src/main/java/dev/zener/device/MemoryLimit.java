package dev.zener.device;

import dev.zener.label.InputException;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * How much memory the process may hold resident, model and Java heap included: measured before more
 * is taken.
 */
public final class MemoryLimit {
  /** No limit. */
  public static final MemoryLimit NONE = new MemoryLimit(Long.MAX_VALUE, () -> 0);

  /** What comes with anything: Java objects, pages that are not full. */
  private static final long MARGIN = 16 << 20;

  /** What comes even with what is computed again in the same memory. */
  private static final long SLIGHT = 4 << 20;

  /** What Java comes to take beside while it warms up, mostly compiled code. */
  private static final long WARM = 48 << 20;

  /** Refusals between two collections of garbage, which take a while. */
  private static final int PATIENCE = 64;

  private final long bytes;
  private final LongSupplier resident;
  private int refusals;

  /** For tests: {@code resident} tells what is. */
  public MemoryLimit(long bytes, LongSupplier resident) {
    this.bytes = bytes;
    this.resident = resident;
  }

  /**
   * That many bytes; empty: no limit.
   *
   * @throws IllegalArgumentException where the system does not tell what is resident
   */
  public static MemoryLimit of(OptionalLong bytes) {
    if (bytes.isEmpty()) {
      return NONE;
    }
    if (ResidentMemory.now().isEmpty()) {
      throw new IllegalArgumentException(
          "memory cannot be limited on this system, which does not tell how much is resident;"
              + " leave out --max-memory");
    }
    return new MemoryLimit(bytes.getAsLong(), () -> ResidentMemory.now().orElseThrow());
  }

  /** Whether there is a limit: only then is it worth finding out what something needs. */
  public boolean isSet() {
    return this != NONE;
  }

  /** Whether what needs so many bytes beyond what is there fits. */
  public boolean allows(long growth) {
    if (!isSet() || fits(need(growth))) {
      return true;
    }
    if (refusals++ % PATIENCE == 0) {
      System.gc(); // what is garbage must not make batches small
    }
    return fits(need(growth));
  }

  private boolean fits(long need) {
    return resident.getAsLong() + need <= bytes;
  }

  private static long need(long growth) {
    return growth > 0 ? growth + MARGIN : SLIGHT;
  }

  /**
   * Passes what is about to take so many bytes beyond what is there, if it fits.
   *
   * @param what needs it, for the message
   * @param remedy beside more memory
   * @throws InputException that says how much would do
   */
  public void require(long growth, String what, String remedy) {
    require(need(growth), WARM, what, remedy);
  }

  /** The same for work of hours, in which Java is going to warm up. */
  public void requireAhead(long growth, String what, String remedy) {
    require(growth + WARM, 0, what, remedy);
  }

  private void require(long need, long more, String what, String remedy) {
    if (!isSet() || fits(need)) {
      return;
    }
    System.gc(); // nothing ends for the sake of garbage
    if (fits(need)) {
      return;
    }
    long there = resident.getAsLong();
    throw new InputException(
        what
            + " needs "
            + mebibytes(need)
            + " MiB beside the "
            + mebibytes(there)
            + " MiB that are resident, and --max-memory allows "
            + mebibytes(bytes)
            + "; give at least "
            + mebibytes(there + need + more)
            + "m, or "
            + remedy
            + ", or Java a smaller heap (-Xmx)");
  }

  private static long mebibytes(long bytes) {
    return (bytes + (1 << 20) - 1) >> 20;
  }
}

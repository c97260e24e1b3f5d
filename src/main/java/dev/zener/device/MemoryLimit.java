package dev.zener.device;

import dev.zener.problem.InputException;
import dev.zener.problem.Setting;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * A limit on the resident memory of the process, including the model and the Java heap. It is
 * checked before memory is allocated.
 */
public final class MemoryLimit {
  /** No limit. */
  public static final MemoryLimit NONE = new MemoryLimit(Long.MAX_VALUE, () -> 0);

  /** Bytes added to any growth, for Java objects and partly used pages. */
  private static final long MARGIN = 16 << 20;

  /** Bytes needed even if no memory is added, for work in memory that is reused. */
  private static final long SLIGHT = 4 << 20;

  /** Bytes that Java needs while it warms up, mainly for compiled code. */
  private static final long WARM = 48 << 20;

  /** The number of refusals between two garbage collections, which are slow. */
  private static final int PATIENCE = 64;

  private final long bytes;
  private final LongSupplier resident;
  private int refusals;

  /**
   * Creates a limit in bytes; {@code resident} supplies the resident memory in bytes. For tests.
   */
  public MemoryLimit(long bytes, LongSupplier resident) {
    this.bytes = bytes;
    this.resident = resident;
  }

  /**
   * Creates a limit in bytes; if empty, there is no limit.
   *
   * @throws IllegalArgumentException if the system does not report resident memory
   */
  public static MemoryLimit of(OptionalLong bytes) {
    if (bytes.isEmpty()) {
      return NONE;
    }
    if (ResidentMemory.now().isEmpty()) {
      throw new IllegalArgumentException(
          "memory cannot be limited on this system, which does not report the resident memory of a"
              + " process; leave out "
              + Setting.MAX_MEMORY);
    }
    return new MemoryLimit(bytes.getAsLong(), () -> ResidentMemory.now().orElseThrow());
  }

  /** Whether there is a limit. If not, callers need not compute how much memory work needs. */
  public boolean isSet() {
    return this != NONE;
  }

  /** Whether {@code growth} bytes can be added to the resident memory within the limit. */
  public boolean allows(long growth) {
    if (!isSet() || fits(need(growth))) {
      return true;
    }
    if (refusals++ % PATIENCE == 0) {
      System.gc(); // garbage must not reduce the size of batches
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
   * Checks that {@code growth} bytes can be added to the resident memory within the limit.
   *
   * @param what a description of what needs the memory, for the message
   * @param remedy an alternative to more memory, for the message, such as "use a smaller model"
   * @throws InputException if they cannot; the message gives the limit that would be enough
   */
  public void require(long growth, String what, String remedy) {
    require(need(growth), WARM, what, remedy);
  }

  /** The same for long work, during which Java needs additional memory to warm up. */
  public void requireAhead(long growth, String what, String remedy) {
    require(growth + WARM, 0, what, remedy);
  }

  private void require(long need, long more, String what, String remedy) {
    if (!isSet() || fits(need)) {
      return;
    }
    System.gc(); // garbage must not make the check fail
    if (fits(need)) {
      return;
    }
    long there = resident.getAsLong();
    throw new InputException(
        what
            + " needs "
            + mebibytes(need)
            + " MiB in addition to the "
            + mebibytes(there)
            + " MiB already resident, but "
            + Setting.MAX_MEMORY
            + " allows "
            + mebibytes(bytes)
            + "; set "
            + Setting.MAX_MEMORY
            + " to at least "
            + mebibytes(there + need + more)
            + "m, "
            + remedy
            + ", or give Java a smaller heap (-Xmx)");
  }

  private static long mebibytes(long bytes) {
    return (bytes + (1 << 20) - 1) >> 20;
  }
}

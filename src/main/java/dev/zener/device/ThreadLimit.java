package dev.zener.device;

import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * A limit on the number of threads that compute at the same time for one caller. It does not change
 * results: work is always cut for all processors, and fewer threads take more parts each.
 *
 * @param threads the number of threads, the caller's included
 */
public record ThreadLimit(int threads) {
  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  private static final ThreadLocal<Integer> CURRENT = ThreadLocal.withInitial(() -> PROCESSORS);

  /** As many threads as there are processors. */
  public static final ThreadLimit NONE = new ThreadLimit(PROCESSORS);

  public ThreadLimit {
    if (threads < 1 || threads > PROCESSORS) {
      throw new IllegalArgumentException(
          "threads %d; allowed: 1 to %d, the number of processors that Java may use here"
              .formatted(threads, PROCESSORS));
    }
  }

  /**
   * Creates a limit; if empty, there is none.
   *
   * @throws IllegalArgumentException if this machine has fewer processors
   */
  public static ThreadLimit of(OptionalInt threads) {
    return threads.isPresent() ? new ThreadLimit(threads.getAsInt()) : NONE;
  }

  /** The number of threads that may compute for the current thread, itself included. */
  public static int current() {
    return CURRENT.get();
  }

  /**
   * Runs work that this thread starts within the limit. Of two limits, one within the other, the
   * smaller one holds. Other threads of the program are not affected.
   */
  public <T> T with(Supplier<T> work) {
    int before = CURRENT.get();
    CURRENT.set(Math.min(before, threads));
    try {
      return work.get();
    } finally {
      CURRENT.set(before);
    }
  }

  /** The same for work without a result. */
  public void run(Runnable work) {
    with(
        () -> {
          work.run();
          return null;
        });
  }
}

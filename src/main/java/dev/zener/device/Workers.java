package dev.zener.device;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The threads that kernels written in Java share. A range is cut the same way for the same number
 * of threads, so sums come out with the same bits.
 */
public final class Workers {
  /** A part of a range. */
  @FunctionalInterface
  public interface Part {
    void run(int from, int to);
  }

  /** A part of a range, with its number in [0, {@link #threads()}). */
  @FunctionalInterface
  public interface NumberedPart {
    void run(int part, int from, int to);
  }

  private static final int THREADS = Runtime.getRuntime().availableProcessors();

  private static final ExecutorService POOL =
      Executors.newFixedThreadPool(
          Math.max(1, THREADS - 1),
          task -> {
            Runnable single =
                () -> {
                  OpenMp.single();
                  task.run();
                };
            Thread thread = new Thread(single, "zener-worker");
            thread.setDaemon(true);
            return thread;
          });

  private Workers() {}

  /** How many threads work, the caller's included. */
  public static int threads() {
    return THREADS;
  }

  /**
   * Runs {@code part} over [0, n) in one stretch a thread, the last one by the caller; in the
   * caller alone if {@code n} is below {@code atLeast}, where starting threads costs more than it
   * saves.
   */
  public static void run(int n, int atLeast, Part part) {
    run(n, atLeast, (number, from, to) -> part.run(from, to));
  }

  /** The same for parts that keep something of their own, such as scratch memory. */
  public static void run(int n, int atLeast, NumberedPart part) {
    int parts = n < atLeast ? 1 : Math.min(THREADS, n);
    if (parts <= 1) {
      part.run(0, 0, n);
      return;
    }
    CountDownLatch done = new CountDownLatch(parts - 1);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    for (int p = 0; p < parts - 1; p++) {
      int number = p;
      int from = cut(n, p, parts);
      int to = cut(n, p + 1, parts);
      POOL.execute(
          () -> {
            try {
              part.run(number, from, to);
            } catch (RuntimeException | Error e) {
              failure.set(e); // rethrown by the caller
            } finally {
              done.countDown();
            }
          });
    }
    try {
      part.run(parts - 1, cut(n, parts - 1, parts), n);
    } finally {
      await(done); // the others write into memory that the caller may give up
    }
    if (failure.get() instanceof Error error) {
      throw error;
    }
    if (failure.get() != null) {
      throw (RuntimeException) failure.get();
    }
  }

  private static int cut(int n, int part, int parts) {
    return (int) ((long) n * part / parts);
  }

  private static void await(CountDownLatch done) {
    boolean interrupted = false;
    while (true) {
      try {
        done.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true; // the others still write into our memory: wait, then pass it on
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

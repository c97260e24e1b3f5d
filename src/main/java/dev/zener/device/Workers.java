package dev.zener.device;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.IntConsumer;

/**
 * The threads that all kernels share. For the same number of processors, a range is always cut in
 * the same way, so that sums of its parts have the same bits. At most {@link ThreadLimit#current}
 * threads run the parts, the caller's included.
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

  /** An item, with the number of the thread that runs it in [0, {@link #threads()}). */
  @FunctionalInterface
  public interface Item {
    void run(int thread, int number);
  }

  private static final int THREADS = ThreadLimit.NONE.threads();

  /** The number of pieces per thread; with several, other threads can take over some. */
  private static final int PIECES = 8;

  private static final Crew CREW = new Crew(THREADS - 1);

  private Workers() {}

  /** The number of threads without a limit, including the caller's. */
  public static int threads() {
    return THREADS;
  }

  /**
   * Runs {@code part} over [0, n) in pieces, which any thread may run. If {@code n} is below {@code
   * atLeast}, the caller runs the whole range, because using threads would cost more than it saves.
   */
  public static void run(int n, int atLeast, Part part) {
    if (n < atLeast || THREADS == 1) {
      part.run(0, n);
      return;
    }
    int pieces = Math.min(n, THREADS * PIECES);
    each(pieces, 2, piece -> part.run(cut(n, piece, pieces), cut(n, piece + 1, pieces)));
  }

  /**
   * Runs {@code part} over [0, n) with one contiguous part per thread, the last one by the caller.
   * With a limit on threads, there are as many parts, of which a thread runs several. The cuts are
   * always the same. Use it for parts with a state of their own, such as sums.
   */
  public static void run(int n, int atLeast, NumberedPart part) {
    int parts = n < atLeast ? 1 : Math.min(THREADS, n);
    if (parts <= 1) {
      part.run(0, 0, n);
      return;
    }
    if (parts > ThreadLimit.current()) {
      each(parts, 2, p -> part.run(p, cut(n, p, parts), cut(n, p + 1, parts)));
      return;
    }
    CREW.run(parts - 1, p -> part.run(p, cut(n, p, parts), cut(n, p + 1, parts)));
  }

  /**
   * Runs {@code item} for each number in [0, n), by any thread. Each thread starts with its own
   * part of the range. When it is done, it takes items from the thread that has most left, because
   * on a busy machine threads are not equally fast.
   */
  public static void each(int n, int atLeast, IntConsumer item) {
    each(n, atLeast, (thread, number) -> item.accept(number));
  }

  /** The same for items that use something of their thread, such as scratch memory. */
  public static void each(int n, int atLeast, Item item) {
    int parts = n < atLeast ? 1 : Math.min(ThreadLimit.current(), n);
    if (parts <= 1) {
      for (int i = 0; i < n; i++) {
        item.run(0, i);
      }
      return;
    }
    Stretches stretches = new Stretches(n, parts);
    CREW.run(
        parts - 1,
        p -> {
          for (int i = stretches.next(p); i >= 0; i = stretches.next(p)) {
            item.run(p, i);
          }
        });
  }

  /**
   * Runs {@code item} for each number in [0, n); each thread takes the next number. No number is
   * started before all smaller ones, so an item may wait for a smaller one.
   */
  public static void inOrder(int n, int atLeast, IntConsumer item) {
    int parts = n < atLeast ? 1 : Math.min(ThreadLimit.current(), n);
    AtomicInteger next = new AtomicInteger();
    CREW.run(
        parts - 1,
        p -> {
          for (int i = next.getAndIncrement(); i < n; i = next.getAndIncrement()) {
            item.accept(i);
          }
        });
  }

  /** The rest of each thread's part of the range. */
  private static final class Stretches {
    /** For each thread, the first number in the upper 32 bits and the end in the lower. */
    private final AtomicLongArray left;

    Stretches(int n, int parts) {
      left = new AtomicLongArray(parts);
      for (int p = 0; p < parts; p++) {
        left.set(p, (long) cut(n, p, parts) << 32 | cut(n, p + 1, parts));
      }
    }

    /** The next number of a thread, else the last one of the longest rest, else −1. */
    int next(int part) {
      int own = take(part, true);
      while (own < 0) {
        int longest = longest();
        if (size(left.get(longest)) == 0) {
          return -1;
        }
        own = take(longest, false);
      }
      return own;
    }

    private int longest() {
      int longest = 0;
      for (int p = 1; p < left.length(); p++) {
        if (size(left.get(p)) > size(left.get(longest))) {
          longest = p;
        }
      }
      return longest;
    }

    /** Takes the first or the last number of a thread's rest; −1 if nothing is left. */
    private int take(int part, boolean first) {
      while (true) {
        long stretch = left.get(part);
        if (size(stretch) == 0) {
          return -1;
        }
        if (left.compareAndSet(part, stretch, first ? stretch + (1L << 32) : stretch - 1)) {
          return first ? (int) (stretch >>> 32) : (int) stretch - 1;
        }
      }
    }

    private static int size(long stretch) {
      return (int) stretch - (int) (stretch >>> 32);
    }
  }

  private static int cut(int n, int part, int parts) {
    return (int) ((long) n * part / parts);
  }
}

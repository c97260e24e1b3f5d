package dev.zener.device;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.IntConsumer;

/**
 * The threads that kernels share. A range is cut the same way for the same number of threads, so
 * sums of its parts come out with the same bits.
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

  /** An item, with the number of the thread that does it in [0, {@link #threads()}). */
  @FunctionalInterface
  public interface Item {
    void run(int thread, int number);
  }

  private static final int THREADS = Runtime.getRuntime().availableProcessors();

  /** Pieces that a thread begins with, so that others can help it. */
  private static final int PIECES = 8;

  private static final Crew CREW = new Crew(THREADS - 1);

  private Workers() {}

  /** How many threads work, the caller's included. */
  public static int threads() {
    return THREADS;
  }

  /**
   * Runs {@code part} over [0, n) in pieces, where it does not matter who does what; at once in the
   * caller if {@code n} is below {@code atLeast}, where starting threads costs more than it saves.
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
   * Runs {@code part} over [0, n) in one stretch a thread, the last one by the caller, for parts
   * that keep something of their own, such as sums: the cuts are always the same.
   */
  public static void run(int n, int atLeast, NumberedPart part) {
    int parts = n < atLeast ? 1 : Math.min(THREADS, n);
    if (parts <= 1) {
      part.run(0, 0, n);
      return;
    }
    CREW.run(parts - 1, p -> part.run(p, cut(n, p, parts), cut(n, p + 1, parts)));
  }

  /**
   * Runs {@code item} for each number in [0, n), where it does not matter who does what. Each
   * thread begins with a stretch of its own and, when done, helps whoever is farthest behind: on a
   * machine with other work to do the threads are not equally fast.
   */
  public static void each(int n, int atLeast, IntConsumer item) {
    each(n, atLeast, (thread, number) -> item.accept(number));
  }

  /** The same for items that work in something of their thread's, such as scratch memory. */
  public static void each(int n, int atLeast, Item item) {
    int parts = n < atLeast ? 1 : Math.min(THREADS, n);
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
   * The same, but each thread takes the next number that nobody has taken: none is begun before all
   * smaller ones have been, so an item may wait for what a smaller one does.
   */
  public static void inOrder(int n, int atLeast, IntConsumer item) {
    int parts = n < atLeast ? 1 : Math.min(THREADS, n);
    AtomicInteger next = new AtomicInteger();
    CREW.run(
        parts - 1,
        p -> {
          for (int i = next.getAndIncrement(); i < n; i = next.getAndIncrement()) {
            item.accept(i);
          }
        });
  }

  /** What is left of each thread's stretch. */
  private static final class Stretches {
    /** First in the upper half, end in the lower. */
    private final AtomicLongArray left;

    Stretches(int n, int parts) {
      left = new AtomicLongArray(parts);
      for (int p = 0; p < parts; p++) {
        left.set(p, (long) cut(n, p, parts) << 32 | cut(n, p + 1, parts));
      }
    }

    /** The next number of one's own, else the last one of the longest other stretch, else −1. */
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

    /** → −1 if nothing is left. */
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

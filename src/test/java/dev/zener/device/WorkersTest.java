package dev.zener.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTest {
  private record Stretch(int from, int to) {}

  private static Map<Integer, Stretch> stretches(int n, int atLeast) {
    Map<Integer, Stretch> stretches = new ConcurrentHashMap<>();
    Workers.run(
        n,
        atLeast,
        (part, from, to) ->
            assertThat(stretches.put(part, new Stretch(from, to))).as("part %d", part).isNull());
    return stretches;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 7, 64, 1001})
  void everyNumberIsWorkedOnOnce(int n) {
    AtomicIntegerArray seen = new AtomicIntegerArray(n);
    Workers.run(n, 0, (from, to) -> IntStream.range(from, to).forEach(seen::incrementAndGet));
    assertThat(IntStream.range(0, n).map(seen::get)).allMatch(times -> times == 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 7, 64, 100_001})
  void everyItemIsWorkedOnOnce(int n) {
    AtomicIntegerArray seen = new AtomicIntegerArray(n);
    Workers.each(n, 0, seen::incrementAndGet);
    assertThat(IntStream.range(0, n).map(seen::get)).allMatch(times -> times == 1);
  }

  /** Each item waits for the previous item, which must therefore have been started. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 7, 64, 1001})
  void inOrderAnItemMayWaitForASmallerOne(int n) {
    AtomicIntegerArray seen = new AtomicIntegerArray(n);
    Workers.inOrder(
        n,
        0,
        item -> {
          while (item > 0 && seen.get(item - 1) == 0) {
            Thread.onSpinWait();
          }
          seen.incrementAndGet(item);
        });
    assertThat(IntStream.range(0, n).map(seen::get)).allMatch(times -> times == 1);
  }

  /**
   * The first item waits until all others are done, so other threads must process the remaining
   * items of its thread.
   */
  @Test
  void whoIsDoneHelpsTheOthers() {
    needsWorkers();
    int n = 50 * Workers.threads();
    CountDownLatch others = new CountDownLatch(n - 1);
    Workers.each(
        n,
        0,
        item -> {
          if (item > 0) {
            others.countDown();
            return;
          }
          try {
            assertThat(others.await(10, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
  }

  @Test
  void workWithinWorkStaysWithItsThread() {
    Queue<Boolean> same = new ConcurrentLinkedQueue<>();
    Workers.run(
        100,
        0,
        (from, to) -> {
          Thread outer = Thread.currentThread();
          Workers.run(10, 0, (f, t) -> same.add(Thread.currentThread() == outer));
        });
    assertThat(same).hasSizeGreaterThan(1).containsOnly(true);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 1000, Integer.MAX_VALUE})
  void partsAreNumberedInOrderWithoutGaps(int n) {
    Map<Integer, Stretch> stretches = stretches(n, 0);
    assertThat(stretches).hasSize(Math.min(n, Workers.threads()));
    int end = 0;
    for (int part = 0; part < stretches.size(); part++) {
      assertThat(stretches.get(part).from()).isEqualTo(end);
      end = stretches.get(part).to();
    }
    assertThat(end).isEqualTo(n);
    assertThat(stretches(n, 0)).as("the same cut every time").isEqualTo(stretches);
  }

  @Test
  void aSmallRangeStaysWithTheCaller() {
    Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    Workers.run(9, 10, (from, to) -> threads.add(Thread.currentThread()));
    assertThat(threads).containsExactly(Thread.currentThread());
    assertThat(stretches(9, 10)).containsExactly(Map.entry(0, new Stretch(0, 9)));
    assertThat(stretches(10, 10)).hasSize(Math.min(10, Workers.threads()));
  }

  @Test
  void theCallerTakesTheLastPart() {
    Map<Integer, Thread> threads = new ConcurrentHashMap<>();
    Workers.run(100, 0, (part, from, to) -> threads.put(part, Thread.currentThread()));
    assertThat(threads.remove(Workers.threads() - 1)).isEqualTo(Thread.currentThread());
    assertThat(threads.values()).doesNotContain(Thread.currentThread());
  }

  @Test
  void whatAWorkerThrowsReachesTheCaller() {
    needsWorkers();
    for (int failing = 0; failing < Workers.threads(); failing++) {
      thrown(failing, new IllegalStateException("part " + failing));
      thrown(failing, new AssertionError("part " + failing));
    }
    everyNumberIsWorkedOnOnce(1001); // the pool still has all of its threads
  }

  private static void thrown(int failing, Throwable failure) {
    assertThatThrownBy(
            () ->
                Workers.run(
                    100,
                    0,
                    (part, from, to) -> {
                      if (part == failing && failure instanceof Error error) {
                        throw error;
                      }
                      if (part == failing) {
                        throw (RuntimeException) failure;
                      }
                    }))
        .isSameAs(failure);
  }

  /** If the caller's part fails, its memory may be released, so no thread may still write to it. */
  @Test
  void aFailingCallerWaitsForTheOthers() {
    needsWorkers();
    CountDownLatch failed = new CountDownLatch(1);
    AtomicBoolean done = new AtomicBoolean();
    IllegalStateException failure = new IllegalStateException("the caller's");
    assertThatThrownBy(
            () ->
                Workers.run(
                    Workers.threads(),
                    0,
                    (part, from, to) -> {
                      if (part == Workers.threads() - 1) {
                        failed.countDown();
                        throw failure;
                      }
                      if (part == 0) {
                        finishLate(failed, done);
                      }
                    }))
        .isSameAs(failure);
    assertThat(done).isTrue();
  }

  @Test
  void anInterruptedCallerWaitsAndStaysInterrupted() {
    needsWorkers();
    CountDownLatch started = new CountDownLatch(1);
    AtomicBoolean done = new AtomicBoolean();
    Workers.run(
        Workers.threads(),
        0,
        (part, from, to) -> {
          if (part == Workers.threads() - 1) {
            Thread.currentThread().interrupt();
            started.countDown();
          }
          if (part == 0) {
            finishLate(started, done);
          }
        });
    assertThat(done).isTrue();
    assertThat(Thread.interrupted()).isTrue();
  }

  private static void finishLate(CountDownLatch event, AtomicBoolean done) {
    try {
      event.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    LockSupport.parkNanos(50_000_000);
    done.set(true);
  }

  @Test
  void aLimitKeepsTheCutsAndTheNumberOfThreads() {
    Map<Integer, Stretch> free = stretches(1001, 0);
    for (int limit = 1; limit <= Workers.threads(); limit++) {
      int most = limit;
      new ThreadLimit(limit)
          .run(
              () -> {
                assertThat(stretches(1001, 0)).isEqualTo(free);
                Set<Thread> threads = ConcurrentHashMap.newKeySet();
                Set<Integer> numbers = ConcurrentHashMap.newKeySet();
                Workers.run(1001, 0, (from, to) -> threads.add(Thread.currentThread()));
                Workers.run(1001, 0, (part, from, to) -> threads.add(Thread.currentThread()));
                Workers.inOrder(1001, 0, item -> threads.add(Thread.currentThread()));
                Workers.each(
                    1001,
                    0,
                    (thread, item) -> {
                      threads.add(Thread.currentThread());
                      numbers.add(thread);
                    });
                assertThat(threads).contains(Thread.currentThread()).hasSizeLessThanOrEqualTo(most);
                assertThat(numbers).allMatch(number -> number < most);
                everyItemIsWorkedOnOnce(1001);
                inOrderAnItemMayWaitForASmallerOne(1001);
              });
    }
  }

  private static void needsWorkers() {
    assumeTrue(Workers.threads() > 1, "on one processor the caller works alone");
  }
}

package dev.zener.device;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A pool of threads that spin for a while before they sleep. The kernels of an encoder follow each
 * other within microseconds, and waking a sleeping thread takes 50 microseconds.
 */
final class Crew {
  /** How long to spin, in nanoseconds, while waiting for work or for other threads. */
  private static final long AWAKE_NANOS = 100_000;

  /** The part of a task that one thread runs, given its number. */
  @FunctionalInterface
  interface Task {
    void run(int number);
  }

  private static final class Job {
    volatile Task task;
    final int members;
    final Thread caller = Thread.currentThread();
    final AtomicInteger open;
    volatile Throwable failure;

    Job(Task task, int members) {
      this.task = task;
      this.members = members;
      open = new AtomicInteger(members);
    }
  }

  private final AtomicBoolean taken = new AtomicBoolean();
  private final Member[] members;
  private volatile Job current;

  Crew(int size) {
    members = new Member[size];
    for (int i = 0; i < size; i++) {
      members[i] = new Member(i);
      members[i].start();
    }
  }

  /**
   * Runs a task with the numbers from 0 to {@code count} and waits for all. The caller's thread
   * runs number {@code count}. If the crew is already working, for another thread or for an
   * enclosing task, the caller runs all numbers itself.
   */
  void run(int count, Task task) {
    if (count > 0 && !taken.compareAndSet(false, true)) {
      for (int i = 0; i <= count; i++) {
        task.run(i);
      }
      return;
    }
    try {
      together(count, task);
    } finally {
      if (count > 0) {
        taken.set(false);
      }
    }
  }

  private void together(int count, Task task) {
    Job job = new Job(task, count);
    if (count > 0) {
      current = job;
      for (int i = 0; i < count; i++) {
        members[i].wake();
      }
    }
    try {
      task.run(count);
    } finally {
      await(job); // the other threads write to memory that the caller may free
      current = null;
      job.task = null; // threads keep their last job, but it must not keep the task's memory alive
    }
    if (job.failure instanceof Error error) {
      throw error;
    }
    if (job.failure != null) {
      throw (RuntimeException) job.failure;
    }
  }

  private static void await(Job job) {
    long awake = System.nanoTime() + AWAKE_NANOS;
    boolean interrupted = false;
    while (job.open.get() > 0) {
      if (System.nanoTime() < awake) {
        Thread.onSpinWait();
      } else {
        LockSupport.park(job);
        interrupted |= Thread.interrupted(); // wait for the others, then restore the flag
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** A thread of the pool. */
  private final class Member extends Thread {
    private final int number;
    private volatile boolean asleep;

    Member(int number) {
      super("zener-worker");
      this.number = number;
      setDaemon(true);
    }

    void wake() {
      if (asleep) {
        LockSupport.unpark(this);
      }
    }

    @Override
    public void run() {
      OpenMp.single();
      Job job = null;
      while (true) {
        job = next(job);
        try {
          job.task.run(number);
        } catch (RuntimeException | Error e) {
          job.failure = e; // rethrown by the caller
        }
        if (job.open.decrementAndGet() == 0) {
          LockSupport.unpark(job.caller);
        }
      }
    }

    /** Waits for the next job after {@code last} that has work for this thread. */
    private Job next(Job last) {
      long awake = System.nanoTime() + AWAKE_NANOS;
      while (true) {
        Job job = current;
        if (job != null && job != last && number < job.members) {
          return job;
        }
        if (System.nanoTime() < awake) {
          Thread.onSpinWait();
          continue;
        }
        asleep = true; // set before checking again, so that no wake-up is missed
        if (current == job) {
          LockSupport.park(Crew.this);
        }
        asleep = false;
      }
    }
  }
}

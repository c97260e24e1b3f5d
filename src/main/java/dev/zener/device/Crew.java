package dev.zener.device;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that wait for the caller's next piece of work, for a while awake: an encoder's kernels
 * follow each other within microseconds, and waking a thread takes fifty.
 */
final class Crew {
  /** How long to stay awake for work that may come, and for others to finish. */
  private static final long AWAKE_NANOS = 100_000;

  /** What a thread does of a task, by its number. */
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
   * Runs a task under the numbers from 0 to {@code count}, the last one by the caller, and waits
   * for all. If the crew is at work already, for another thread or for this very task, the caller
   * runs all by itself.
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
      await(job); // the others write into memory that the caller may give up
      current = null;
      job.task = null; // a thread remembers its last job, not what that worked on
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
        interrupted |= Thread.interrupted(); // the others still write: wait, then pass it on
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** One of the threads. */
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

    /** The first job after {@code last} that has work for this thread. */
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
        asleep = true; // said before looking again, so that no call is missed
        if (current == job) {
          LockSupport.park(Crew.this);
        }
        asleep = false;
      }
    }
  }
}

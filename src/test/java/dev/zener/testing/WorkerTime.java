package dev.zener.testing;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** The time that the threads shared by all kernels have spent computing in this process. */
public final class WorkerTime {
  private WorkerTime() {}

  /** The processor time of these threads during some work, in milliseconds. */
  public static long during(Runnable work) {
    long before = now();
    work.run();
    return (now() - before) / 1_000_000;
  }

  private static long now() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long nanos = 0;
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("zener-worker")) {
        nanos += threads.getThreadCpuTime(thread.getId());
      }
    }
    return nanos;
  }
}

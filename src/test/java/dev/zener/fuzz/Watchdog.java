package dev.zener.fuzz;

import java.util.concurrent.TimeUnit;

/**
 * Ends the program if a file is read for too long, and prints the file and the place in the code.
 */
final class Watchdog implements Runnable {
  private static final long LIMIT = TimeUnit.SECONDS.toNanos(60);

  private final Thread watched = Thread.currentThread();
  private volatile String which;
  private volatile long since;

  private Watchdog() {}

  /** Starts to watch the calling thread. */
  static Watchdog start() {
    Watchdog watchdog = new Watchdog();
    Thread thread = new Thread(watchdog, "watchdog");
    thread.setDaemon(true);
    thread.start();
    return watchdog;
  }

  void begin(String file) {
    since = System.nanoTime();
    which = file;
  }

  void end() {
    which = null;
  }

  @Override
  public void run() {
    while (true) {
      String file = which;
      if (file != null && System.nanoTime() - since > LIMIT) {
        System.out.println("FAULT " + file + " hangs");
        for (StackTraceElement frame : watched.getStackTrace()) {
          System.out.println("\tat " + frame);
        }
        Runtime.getRuntime().halt(1);
      }
      pause();
    }
  }

  private static void pause() {
    try {
      TimeUnit.SECONDS.sleep(1);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}

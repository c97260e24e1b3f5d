package dev.zener.model;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Suppresses the line per op that SameDiff prints to standard output while deriving gradients. */
final class Quiet {
  private Quiet() {}

  /** Runs work while discarding what this thread prints; other threads still print. */
  static void run(Runnable work) {
    synchronized (Quiet.class) {
      PrintStream out = System.out;
      System.setOut(new Muted(out, Thread.currentThread()));
      try {
        work.run();
      } finally {
        System.setOut(out);
      }
    }
  }

  /** Discards what one thread prints. */
  private static final class Muted extends PrintStream {
    Muted(PrintStream out, Thread thread) {
      super(new Filter(out, thread), true, StandardCharsets.UTF_8);
    }
  }

  private static final class Filter extends OutputStream {
    private final PrintStream out;
    private final Thread muted;

    Filter(PrintStream out, Thread muted) {
      this.out = out;
      this.muted = muted;
    }

    @Override
    public void write(int b) {
      if (Thread.currentThread() != muted) {
        out.write(b);
      }
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      if (Thread.currentThread() != muted) {
        out.write(bytes, from, length);
      }
    }
  }
}

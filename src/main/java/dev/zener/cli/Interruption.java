package dev.zener.cli;

import dev.zener.train.TrainListener;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Tells the user how to resume a run that was ended by an error or by a signal (Ctrl-C, or a closed
 * terminal). A file being written at that moment is left incomplete under a temporary name; the
 * last state is complete.
 */
final class Interruption implements TrainListener, AutoCloseable {
  private final Consumer<String> note;
  private final Thread hook;
  private volatile Path run;

  Interruption(Consumer<String> note) {
    this.note = note;
    hook = new Thread(this::tell);
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public void begun(Path directory) {
    run = directory;
  }

  /** Prints the hint. Called when the command fails or the process is ended by a signal. */
  void tell() {
    if (run != null) {
      note.accept("the run was stopped; to continue it, run: zener train --resume " + run);
    }
  }

  /** Removes the shutdown hook. Called when the command has ended normally. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the JVM is already shutting down and runs the hook
    }
  }
}

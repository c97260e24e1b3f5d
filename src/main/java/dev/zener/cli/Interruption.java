package dev.zener.cli;

import dev.zener.train.TrainListener;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Says how to go on with a run that ends too soon, by an error or by a signal: Ctrl-C or a terminal
 * that is closed. What is being written then stays unfinished under a name of its own; the last
 * state is whole.
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

  /** To be called when the command fails, or is killed. */
  void tell() {
    if (run != null) {
      note.accept("the run was stopped; go on with: zener train --resume " + run);
    }
  }

  /** The command has ended by itself. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the program is ending already, and the hook runs
    }
  }
}

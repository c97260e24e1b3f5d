package dev.zener.fuzz;

import dev.zener.problem.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * The result of reading one file with the readers of a target.
 *
 * @param read whether at least one reader read the whole file
 * @param message the last error message, empty if there was none
 * @param fault null if each reader read the file or refused it properly
 */
record Outcome(boolean read, String message, Throwable fault) {
  /** The maximum length of a message; users do not read longer ones. */
  private static final int LONGEST = 2000;

  static Outcome of(Target target, Path file) {
    boolean read = false;
    String message = "";
    for (Target.Reader reader : target.readers()) {
      try {
        reader.read(file);
        read = true;
      } catch (InputException | UncheckedIOException | IOException refusal) {
        message = String.valueOf(refusal.getMessage());
        if (!clear(message, file)) {
          return new Outcome(false, message, refusal);
        }
      } catch (Throwable fault) {
        return new Outcome(false, message, fault);
      }
    }
    return new Outcome(read, message, null);
  }

  /** Whether the message names the file, or another file of its folder that does not match it. */
  private static boolean clear(String message, Path file) {
    return message.contains(file.getParent().toString()) && message.length() < LONGEST;
  }
}

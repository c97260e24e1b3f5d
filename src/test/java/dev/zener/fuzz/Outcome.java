package dev.zener.fuzz;

import dev.zener.label.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * What a target's readers made of one file.
 *
 * @param read whether one of them, at least, got to its end
 * @param message of the last refusal, empty if there was none
 * @param fault null if each of them read the file or refused it as it should
 */
record Outcome(boolean read, String message, Throwable fault) {
  /** A message is for a person: longer ones bury what they say. */
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

  /** It names the file, or another one beside it that does not agree with it. */
  private static boolean clear(String message, Path file) {
    return message.contains(file.getParent().toString()) && message.length() < LONGEST;
  }
}

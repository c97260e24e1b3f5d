package dev.zener.cli;

import dev.zener.problem.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file to write.
 *
 * @param file the file
 * @param wantedBy what requires it, for messages, such as {@code --html}
 */
record OutputFile(Path file, String wantedBy) {
  /**
   * Checks, before any work is done, that the file can be written.
   *
   * @throws InputException if it cannot
   */
  void check(List<Input> inputs) throws IOException {
    if (Files.isDirectory(file)) {
      throw refused("is a directory");
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw refused("is not a regular file");
    }
    Path parent = file.toAbsolutePath().getParent();
    while (Files.notExists(parent)) {
      parent = parent.getParent();
    }
    if (!Files.isDirectory(parent)) {
      throw refused("cannot be created, since " + parent + " is not a directory");
    }
    for (Input input : inputs) {
      if (!input.isStandardInput() && Files.exists(file) && Files.isSameFile(file, input.file())) {
        throw refused("is also an input and would be overwritten");
      }
    }
  }

  private InputException refused(String why) {
    return new InputException(file + ": " + why + "; " + wantedBy + " requires a file to write");
  }
}

package dev.zener.cli;

import dev.zener.format.TextSource;
import dev.zener.problem.InputException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * A file to read, or standard input.
 *
 * @param file the path as on the command line; {@code -} is standard input
 */
record Input(Path file) {
  /** The argument for standard input. */
  static final String STANDARD_INPUT = "-";

  /** The inputs for a list of arguments; standard input if it is empty. Checks that files exist. */
  static List<Input> of(List<String> arguments) throws IOException {
    List<String> named = arguments.isEmpty() ? List.of(STANDARD_INPUT) : arguments;
    List<Input> inputs = named.stream().map(name -> new Input(path(name))).toList();
    for (Input input : inputs) {
      input.check();
    }
    return inputs;
  }

  /**
   * Converts a name to a path.
   *
   * @throws InputException if the locale cannot encode the name
   */
  static Path path(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new InputException(
          "'" + name + "' is not a valid path in this locale; start Java with LC_ALL=C.UTF-8", e);
    }
  }

  private void check() throws IOException {
    if (isStandardInput()) {
      return;
    }
    if (Files.notExists(file)) {
      throw new NoSuchFileException(name());
    }
    if (Files.isDirectory(file)) {
      throw new InputException(name() + ": is a directory; name a file, or - for standard input");
    }
  }

  boolean isStandardInput() {
    return file.toString().equals(STANDARD_INPUT);
  }

  /** The name for messages. */
  String name() {
    return isStandardInput() ? "(standard input)" : file.toString();
  }

  /**
   * Opens the input.
   *
   * @param beforeWaiting is run before reading from standard input blocks, so that results for the
   *     input so far can be written first
   */
  InputStream open(Streams streams, Runnable beforeWaiting) throws IOException {
    return isStandardInput() ? new Prompt(streams.in(), beforeWaiting) : Files.newInputStream(file);
  }

  /**
   * The input as a text to read. A regular file may be read several times; a pipe may not.
   *
   * @param beforeWaiting as in {@link #open}
   */
  TextSource source(Streams streams, Runnable beforeWaiting) throws IOException {
    return Files.isRegularFile(file) && !isStandardInput()
        ? TextSource.of(file)
        : TextSource.of(open(streams, beforeWaiting), name());
  }

  private static final class Prompt extends FilterInputStream {
    private final Runnable beforeWaiting;

    Prompt(InputStream in, Runnable beforeWaiting) {
      super(in);
      this.beforeWaiting = beforeWaiting;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      if (in.available() == 0) {
        beforeWaiting.run();
      }
      return in.read(bytes, from, length);
    }
  }
}

package dev.zener.cli;

import dev.zener.label.InputException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * A file to read, or standard input.
 *
 * @param argument as on the command line; {@code -} is standard input
 */
record Source(String argument) {
  private static final String STANDARD_INPUT = "-";

  /** The sources of a list of arguments, standard input for none; files are checked at once. */
  static List<Source> of(List<String> arguments) throws IOException {
    List<String> names = arguments.isEmpty() ? List.of(STANDARD_INPUT) : arguments;
    List<Source> sources = names.stream().map(Source::new).toList();
    for (Source source : sources) {
      source.check();
    }
    return sources;
  }

  private void check() throws IOException {
    if (isStandardInput()) {
      return;
    }
    Path file = Choice.path(argument);
    if (Files.notExists(file)) {
      throw new NoSuchFileException(argument);
    }
    if (Files.isDirectory(file)) {
      throw new InputException(
          argument + ": is a directory; a file is wanted, or - for standard input");
    }
  }

  boolean isStandardInput() {
    return argument.equals(STANDARD_INPUT);
  }

  /** For messages. */
  String name() {
    return isStandardInput() ? "(standard input)" : argument;
  }

  /**
   * Opens it.
   *
   * @param beforeWaiting is run before standard input makes the program wait, so that whoever is at
   *     its other end sees the answer to what was sent
   */
  InputStream open(Streams streams, Runnable beforeWaiting) throws IOException {
    return isStandardInput()
        ? new Prompt(streams.in(), beforeWaiting)
        : Files.newInputStream(Choice.path(argument));
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

package dev.zener.cli;

import dev.zener.label.InputException;
import dev.zener.report.EntityPage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The option for an HTML page in addition to the results on standard output. */
final class PageOption {
  /** The maximum number of files named in the title; of more files, it gives only the number. */
  private static final int NAMED = 3;

  private Path page;

  @Spec(Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--html",
      paramLabel = "PAGE.html",
      description =
          "Also write a page for a browser, with the entities highlighted; the file appears under"
              + " this name only when complete.")
  void setPage(Path value) {
    if (value.toString().equals("-")) {
      throw ZenerCommand.usage(
          command.commandLine(),
          "--html -: standard output is used for the JSON lines or columns; name a file");
    }
    page = value;
  }

  /** Whether a page was requested. */
  boolean wanted() {
    return page != null;
  }

  /**
   * Checks, before any work is done, that the page can be written.
   *
   * @throws InputException if it cannot
   */
  void check(List<Input> inputs) throws IOException {
    if (Files.isDirectory(page)) {
      throw refused("is a directory");
    }
    if (Files.exists(page) && !Files.isRegularFile(page)) {
      throw refused("is not a regular file");
    }
    Path parent = page.toAbsolutePath().getParent();
    while (Files.notExists(parent)) {
      parent = parent.getParent();
    }
    if (!Files.isDirectory(parent)) {
      throw refused("cannot be created, since " + parent + " is not a directory");
    }
    for (Input input : inputs) {
      if (!input.isStandardInput() && Files.exists(page) && Files.isSameFile(page, input.file())) {
        throw refused("is also an input and would be overwritten");
      }
    }
  }

  private InputException refused(String why) {
    return new InputException(page + ": " + why + "; --html requires a file to write");
  }

  /** Writes the page; {@code contents} may also write to standard output. */
  void write(List<Input> inputs, EntityPage.Contents contents) throws IOException {
    try {
      EntityPage.write(page, title(inputs), contents);
    } catch (Results.Unwritten e) {
      // a closed pipe alone is not a failure, but here the page is missing
      throw new UncheckedIOException(
          page + ": not written, since standard output could not be written completely",
          e.getCause());
    }
  }

  private static String title(List<Input> inputs) {
    return "Entities in "
        + (inputs.size() > NAMED
            ? inputs.size() + " files"
            : inputs.stream().map(PageOption::name).collect(Collectors.joining(", ")));
  }

  private static String name(Input input) {
    return input.isStandardInput() ? "standard input" : input.file().getFileName().toString();
  }
}

package dev.zener.cli;

import dev.zener.report.EntityPage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The option for an HTML page in addition to the results on standard output. */
final class PageOption {
  /** The maximum number of files named in the title; of more files, it gives only the number. */
  private static final int NAMED = 3;

  /** Tags and adds what is tagged to a page, if there is one. */
  @FunctionalInterface
  interface Contents {
    void addTo(Optional<EntityPage> page) throws IOException;
  }

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

  /** The file that is to be written, if it is wanted. */
  Optional<Path> file() {
    return Optional.ofNullable(page);
  }

  /** Checks, before any work is done, that the page can be written, if it is wanted. */
  void check(List<Input> inputs) throws IOException {
    if (page != null) {
      new OutputFile(page, "--html").check(inputs);
    }
  }

  /** Writes the page, if it is wanted; {@code contents} may also write to standard output. */
  void write(List<Input> inputs, Contents contents) throws IOException {
    if (page == null) {
      contents.addTo(Optional.empty());
      return;
    }
    try {
      EntityPage.write(page, title(inputs), shown -> contents.addTo(Optional.of(shown)));
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

package dev.zener.cli;

import dev.zener.format.ItemWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option for brat's files in addition to the results on standard output. */
final class BratOption {
  private static final String NAME = "--brat";

  /** Tags and adds what is tagged to a writer, if there is one. */
  @FunctionalInterface
  interface Contents {
    void writeTo(Optional<ItemWriter> writer) throws IOException;
  }

  @Option(
      names = NAME,
      paramLabel = "NAME",
      description =
          "Also write NAME.txt, the texts, and NAME.ann, their entities, for the annotation program"
              + " brat; both appear only when complete.")
  private Path name;

  /** The files that are to be written; none if they are not wanted. */
  List<Path> files() {
    if (name == null) {
      return List.of();
    }
    BratFiles files = BratFiles.of(name);
    return List.of(files.texts(), files.annotations());
  }

  /** Checks, before any work is done, that the files can be written. */
  void check(List<Input> inputs) throws IOException {
    if (name != null) {
      BratFiles files = BratFiles.of(name);
      new OutputFile(files.texts(), NAME).check(inputs);
      new OutputFile(files.annotations(), NAME).check(inputs);
    }
  }

  /** Writes the files, if they are wanted; {@code contents} may also write to standard output. */
  void write(ZenerCommand zener, Contents contents) throws IOException {
    if (name == null) {
      contents.writeTo(Optional.empty());
      return;
    }
    BratFiles files = BratFiles.of(name);
    try {
      files.write(
          writer -> {
            contents.writeTo(Optional.of(writer));
            writer.end();
            new Notes(zener).changes(files.texts().toString(), writer);
          });
    } catch (Results.Unwritten e) {
      // a closed pipe alone is not a failure, but here the files are missing
      throw new UncheckedIOException(
          files.texts() + ": not written, since standard output could not be written completely",
          e.getCause());
    }
  }
}

package dev.zener.cli;

import dev.zener.data.Offsets;
import dev.zener.data.TokenizerWords;
import dev.zener.files.Count;
import dev.zener.format.ItemWriter;
import dev.zener.format.LabelledItems;
import dev.zener.format.LabelledReader;
import dev.zener.format.OutputFormat;
import dev.zener.format.ReadOptions;
import dev.zener.format.TaggedItem;
import dev.zener.format.WriteOptions;
import dev.zener.label.Scheme;
import dev.zener.problem.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The command {@code convert-data}, which converts labelled data. */
@Command(
    name = "convert-data",
    description = {
      "Convert a labelled file to another format.",
      "Words stay words, and text with entities stays text with entities, as far as the format of OUT"
          + " can hold them; what it cannot hold is counted on standard error. Text is split into"
          + " words only for a format of words."
    },
    footer = {
      "  zener convert-data de.tsv de.jsonl",
      "  zener convert-data deu.train de.conll --charset latin1 --to-scheme bioes",
      "  zener convert-data export.json de.conllu",
      "  zener convert-data de.conllu de.ann",
      "",
      "Without --to, OUT named .conllu is CoNLL-U; .jsonl .ndjson .json are Zener's JSON, .json as",
      "an array; .conll .tsv .bio .col are columns, and so are .iob1 .iob2 .bioes, with tags of this",
      "scheme; .ann is brat, with the texts in .txt. A name may also end with .gz, except brat's."
    })
final class ConvertDataCommand implements Callable<Integer> {
  @ParentCommand private ZenerCommand zener;

  @Parameters(index = "0", paramLabel = "IN", description = "Labelled file; - is standard input.")
  private String in;

  @Parameters(
      index = "1",
      paramLabel = "OUT",
      description = "File to create; it appears under this name only when complete.")
  private Path out;

  @Option(
      names = "--to",
      paramLabel = "FORMAT",
      description =
          "Format of OUT: conllu, jsonl, conll, brat, or the name of a program whose JSON is to be"
              + " written; by default chosen by the ending of its name.")
  private String to;

  @Option(
      names = "--to-scheme",
      paramLabel = "iob2|iob1|bioes",
      converter = WrittenScheme.class,
      description =
          "Scheme of the tags that are written; by default as the ending of OUT says (.iob1, .iob2,"
              + " .bioes), otherwise iob2.")
  private Scheme toScheme;

  @Option(
      names = "--to-offsets",
      paramLabel = "code-points|utf16",
      description =
          "Unit of the character offsets that are written; by default code points. --offsets is the"
              + " unit of those that are read.")
  private Offsets toOffsets = Offsets.CODE_POINTS;

  @Mixin private FileOptions files;
  @Mixin private LabelOptions labels;
  @Mixin private OffsetsOption offsets;
  @Spec private CommandSpec command;

  @Override
  public Integer call() throws IOException {
    Input input = Input.of(List.of(in)).get(0);
    DataTarget target = target();
    for (Path file : target.files()) {
      requireFree(file, input);
    }
    ReadOptions options = labels.applyTo(files.readOptions()).withOffsets(offsets.offsets());
    LabelledItems read =
        new LabelledReader(options, TokenizerWords.bert())
            .readItems(input.source(zener.streams(), () -> {}), target.holdsText());
    target.writing().write(writer -> write(read.items(), writer));
    report(read, target);
    return 0;
  }

  private DataTarget target() {
    String name = out.toString();
    boolean ann = name.toLowerCase(Locale.ROOT).endsWith(".ann");
    if (DataTarget.BRAT.equals(to) || to == null && ann) {
      return DataTarget.brat(out);
    }
    Optional<OutputFormat> format =
        to == null ? OutputFormat.ofName(name) : OutputFormat.find(to.toLowerCase(Locale.ROOT));
    OutputFormat chosen = format.orElseThrow(() -> unknown(name));
    return DataTarget.of(chosen, out, new WriteOptions(toOffsets, scheme(name, chosen)));
  }

  /**
   * The scheme that is written. For columns it is not another one than the ending of the name says;
   * the ending of another format's name is no statement about its tags.
   */
  private Scheme scheme(String name, OutputFormat format) {
    Optional<Scheme> ofName = OutputFormat.schemeOfName(name);
    if (!format.isColumns()) {
      return toScheme == null ? ofName.orElse(Scheme.IOB2) : toScheme;
    }
    if (toScheme == null && OutputFormat.isOfUnknownScheme(name)) {
      throw ZenerCommand.usage(
          command.commandLine(),
          name
              + ": .iob does not say which scheme the tags have; name the file .iob1 or .iob2, or"
              + " choose with --to-scheme iob1 or --to-scheme iob2");
    }
    if (toScheme != null && ofName.isPresent() && ofName.get() != toScheme) {
      throw ZenerCommand.usage(
          command.commandLine(),
          "%s: the ending says %s, but --to-scheme is %s; leave it out, or name the file .conll"
              .formatted(name, ofName.get().key(), toScheme.key()));
    }
    return toScheme == null ? ofName.orElse(Scheme.IOB2) : toScheme;
  }

  private RuntimeException unknown(String name) {
    String allowed = "allowed: " + OutputFormat.keys() + ", " + DataTarget.BRAT;
    return ZenerCommand.usage(
        command.commandLine(),
        to == null
            ? name
                + ": this ending is of no format that can be written; name one with --to; "
                + allowed
            : "--to " + to + ": no such format; " + allowed);
  }

  private static void requireFree(Path file, Input input) throws IOException {
    new OutputFile(file, "convert-data").check(List.of(input));
    if (Files.exists(file)) {
      throw new InputException(
          file
              + ": already exists and is not overwritten; name another file, or remove this one"
              + " first");
    }
  }

  private void write(List<TaggedItem> items, ItemWriter writer) throws IOException {
    for (TaggedItem item : items) {
      try {
        writer.write(item);
      } catch (InputException e) {
        throw new InputException(item.sentence().source() + ": " + e.getMessage(), e);
      }
    }
    writer.end();
    new Notes(zener).changes(out.toString(), writer);
  }

  private void report(LabelledItems read, DataTarget target) {
    target
        .losses(read.items())
        .forEach(
            (what, count) ->
                zener.note(
                    "%s: %s, as the format is %s"
                        .formatted(out, Count.of(count, what), target.title())));
    int entities = read.items().stream().mapToInt(item -> item.entities().size()).sum();
    zener.note(read.report().toString());
    zener.note(
        "%s: %s; %s, %s"
            .formatted(
                out,
                target.title(),
                Count.of(read.items().size(), "sentences"),
                Count.of(entities, "entities")));
  }
}

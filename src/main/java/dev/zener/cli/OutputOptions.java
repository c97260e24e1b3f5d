package dev.zener.cli;

import dev.zener.data.Offsets;
import dev.zener.format.EntityTable;
import dev.zener.format.Format;
import dev.zener.format.ItemWriter;
import dev.zener.format.WriteOptions;
import dev.zener.label.Scheme;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options for what is written to standard output. */
final class OutputOptions {
  /** The form of the output; the options exclude each other. */
  private static final class Form {
    @Option(names = "--json", description = "Write JSON lines, the default.")
    private boolean json;

    @Option(
        names = "--conll",
        description =
            "Write a word, a TAB and its tag per line, and an empty line after each sentence.")
    private boolean conll;

    @Option(
        names = "--conllu",
        description =
            "Write CoNLL-U with tags as NER=B-PER in MISC; CoNLL-U that was read keeps its comments"
                + " and other columns.")
    private boolean conllu;

    @Option(
        names = "--csv",
        description =
            "Write a line per entity: file, line, start, end, type, text and confidence, separated"
                + " by commas.")
    private boolean csv;
  }

  @ArgGroup private Form form = new Form();

  @Option(
      names = "--scheme",
      paramLabel = "iob2|iob1|bioes",
      converter = WrittenScheme.class,
      description = "Scheme of the tags that are written; by default iob2.")
  private Scheme scheme;

  @Option(
      names = "--locations",
      description = "Add \"file\" and \"line\" of the input to lines of JSON.")
  private boolean locations;

  @Spec(Target.MIXEE)
  private CommandSpec command;

  /** Checks that the options fit each other. */
  void check() {
    if (form.csv && scheme != null) {
      throw ZenerCommand.usage(
          command.commandLine(),
          "--scheme is for tags, but --csv writes entities; leave out one of them");
    }
    if (locations && !isJson()) {
      throw ZenerCommand.usage(
          command.commandLine(),
          "--locations is for JSON lines; --csv has file and line anyway, --conll and --conllu"
              + " cannot hold them");
    }
  }

  /** Whether JSON lines are written. */
  boolean isJson() {
    return !form.conll && !form.conllu && !form.csv;
  }

  ItemWriter writer(Appendable out, Offsets offsets) {
    WriteOptions options =
        new WriteOptions(offsets, scheme == null ? Scheme.IOB2 : scheme).withLocations(locations);
    if (form.csv) {
      return new EntityTable(out, options);
    }
    Format format = form.conll ? Format.CONLL : form.conllu ? Format.CONLLU : Format.JSONL;
    return format.writer(out, options);
  }
}

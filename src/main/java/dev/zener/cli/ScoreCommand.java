package dev.zener.cli;

import dev.zener.format.ScoredFile;
import dev.zener.label.Scheme;
import dev.zener.metric.ConllevalReport;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The command {@code score}, which scores predicted tags from files. */
@Command(
    name = "score",
    description = {
      "Score predicted tags as the conlleval script does.",
      "The last two columns of a file are the gold and the predicted tag.",
      "Several files are scored each, and all together."
    },
    footer = {
      "  zener score predictions.tsv",
      "  zener score --json de.tsv es.tsv nl.tsv",
      "  zener score --strict --scheme bioes predictions.tsv",
      "",
      "--json prints one object; scores are fractions: {\"micro\":{\"precision\",\"recall\",\"f1\",",
      "\"gold\",\"predicted\",\"correct\"},\"types\":{...}}. With several files, it is the score of all",
      "files together, and \"files\" has the score of each. --strict adds \"strict\":{\"scheme\",",
      "\"micro\",\"types\"}."
    })
final class ScoreCommand implements Callable<Integer> {
  @ParentCommand private ZenerCommand zener;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "Files to score, - for standard input.")
  private List<String> files;

  @Option(names = "--json", description = "One JSON object instead of the report.")
  private boolean json;

  @Mixin private StrictOption strict;

  @Option(
      names = "--scheme",
      paramLabel = "iob2|iob1|bioes",
      description = "Scheme of the tags for --strict; by default iob2.")
  private Scheme scheme;

  @Spec private CommandSpec command;

  @Override
  public Integer call() throws IOException {
    Optional<Scheme> legal = scheme();
    ScoreReport report = new ScoreReport(legal);
    for (Input input : Input.of(files)) {
      ScoreReport.FileScore score = report.file(input.name());
      try (InputStream in = input.open(zener.streams(), () -> {})) {
        ScoredFile.read(in, input.name(), legal, score::add);
      }
      score.end();
    }
    zener.results().append(json ? report.json() : report.text(ConllevalReport::of));
    return 0;
  }

  private Optional<Scheme> scheme() {
    if (strict.strict()) {
      return Optional.of(scheme == null ? Scheme.IOB2 : scheme);
    }
    if (scheme != null) {
      throw ZenerCommand.usage(
          command.commandLine(),
          "--scheme is only used by --strict, since conlleval reads the tags of any scheme; add"
              + " --strict or leave out --scheme");
    }
    return Optional.empty();
  }
}

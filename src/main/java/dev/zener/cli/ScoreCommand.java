package dev.zener.cli;

import dev.zener.format.ScoredFile;
import dev.zener.metric.ConllevalReport;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

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
      "",
      "--json prints one object; scores are fractions: {\"micro\":{\"precision\",\"recall\",\"f1\",",
      "\"gold\",\"predicted\",\"correct\"},\"types\":{...}}. With several files, it is the score of all",
      "files together, and \"files\" has the score of each."
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

  @Override
  public Integer call() throws IOException {
    ScoreReport report = new ScoreReport();
    for (Input input : Input.of(files)) {
      ScoreReport.FileScore score = report.file(input.name());
      try (InputStream in = input.open(zener.streams(), () -> {})) {
        ScoredFile.read(in, input.name(), score::add);
      }
      score.end();
    }
    zener.results().append(json ? report.json() : report.text(ConllevalReport::of));
    return 0;
  }
}

package dev.zener.cli;

import dev.zener.Tagger;
import dev.zener.data.LabelledSentence;
import dev.zener.data.WindowReport;
import dev.zener.files.AtomicFile;
import dev.zener.format.ConllWriter;
import dev.zener.format.LabelledCorpus;
import dev.zener.format.LabelledReader;
import dev.zener.label.Scheme;
import dev.zener.metric.Average;
import dev.zener.metric.ConllevalReport;
import dev.zener.metric.Evaluation;
import dev.zener.predict.Prediction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The command {@code evaluate}, which scores a model on labelled files. */
@Command(
    name = "evaluate",
    description = {
      "Tag labelled files with a model and score the tags.",
      "Files are columns, CoNLL-U or JSON. The output is the report of the conlleval script, means over"
          + " types, and a confusion matrix of types.",
      "Several files are scored each, and all together."
    },
    footer = {
      "  zener evaluate de.test.tsv",
      "  zener evaluate model de.test.tsv",
      "  zener evaluate model deu.testb --charset latin1 --scheme iob1",
      "  zener evaluate model --json de.tsv es.tsv nl.tsv",
      "",
      "--json prints one object; scores are fractions: {\"micro\":{\"precision\",\"recall\",\"f1\",",
      "\"gold\",\"predicted\",\"correct\"},\"types\":{...}}. With several files, it is the score of all",
      "files together, and \"files\" has the score of each. --strict adds \"strict\":{\"scheme\",",
      "\"micro\",\"types\"}. Tags are read as IOB2, whatever the scheme of the file."
    })
final class EvaluateCommand implements Callable<Integer> {
  @ParentCommand private ZenerCommand zener;

  @Parameters(
      paramLabel = ModelAndFiles.LABEL,
      arity = "1..*",
      description = {
        "MODEL: " + ModelOptions.MODEL + " By default the tagger that comes with this program.",
        "FILE: labelled text; - is standard input."
      })
  private List<String> arguments;

  @Spec private CommandSpec command;

  @Option(names = "--json", description = "One JSON object instead of the report.")
  private boolean json;

  @Option(
      names = "--predictions",
      paramLabel = "FILE",
      description = "Also write words, gold and predicted tags as columns.")
  private Path predictions;

  @Mixin private FileOptions files;
  @Mixin private LabelOptions labels;
  @Mixin private ModelOptions opening;
  @Mixin private OffsetsOption offsets;
  @Mixin private TaggingOptions tagging;
  @Mixin private StrictOption strict;

  @Override
  public Integer call() throws IOException {
    ModelAndFiles named = ModelAndFiles.of(arguments, opening);
    if (named.files().isEmpty()) {
      throw ZenerCommand.usage(
          command.commandLine(), "no labelled file; name one or more, or - for standard input");
    }
    List<Input> inputs = Input.of(named.files());
    if (predictions != null) {
      new OutputFile(predictions, "--predictions").check(inputs);
    }
    try (Tagger tagger = Tagger.open(named.model(), tagging.options())) {
      Notes notes = new Notes(zener);
      notes.loaded(tagger.loadReport());
      List<LabelledCorpus> corpora = read(inputs, tagger);
      corpora.forEach(corpus -> remark(corpus, tagger));
      report(corpora, tagger, notes);
    }
    return 0;
  }

  private List<LabelledCorpus> read(List<Input> inputs, Tagger tagger) throws IOException {
    LabelledReader reader =
        new LabelledReader(
            labels.applyTo(files.readOptions()).withOffsets(offsets.offsets()), tagger.splitter());
    List<LabelledCorpus> corpora = new ArrayList<>();
    for (Input input : inputs) {
      LabelledCorpus corpus = reader.read(input.source(zener.streams(), () -> {}));
      if (corpus.sentences().stream().allMatch(sentence -> sentence.size() == 0)) {
        throw ScoreReport.nothing(input.name());
      }
      corpora.add(corpus);
    }
    return corpora;
  }

  private void remark(LabelledCorpus corpus, Tagger tagger) {
    zener.note(corpus.report().toString());
    TreeSet<String> unknown = new TreeSet<>(corpus.types());
    unknown.removeAll(tagger.labels().types());
    if (!unknown.isEmpty()) {
      zener.note(
          "%s: types %s are unknown to the model, which has %s; their entities count as missed"
              .formatted(corpus.report().file(), unknown, tagger.labels().types()));
    }
  }

  private void report(List<LabelledCorpus> corpora, Tagger tagger, Notes notes) throws IOException {
    ScoreReport report =
        new ScoreReport(strict.strict() ? Optional.of(Scheme.IOB2) : Optional.empty());
    StringBuilder columns = new StringBuilder();
    ConllWriter writer = new ConllWriter(columns);
    for (LabelledCorpus corpus : corpora) {
      ScoreReport.FileScore score = report.file(corpus.report().file());
      WindowReport before = tagger.windowReport();
      List<Prediction> predicted = tagger.evaluate(corpus.sentences()).predictions();
      for (int s = 0; s < predicted.size(); s++) {
        LabelledSentence sentence = corpus.sentences().get(s);
        score.add(sentence.tags(), predicted.get(s).tags());
        if (predictions != null) {
          writer.write(sentence.words(), sentence.tags(), predicted.get(s).tags());
        }
      }
      score.end();
      notes.windows(corpus.report().file(), tagger.windowReport().minus(before));
    }
    if (predictions != null) {
      AtomicFile.write(predictions, columns.toString());
    }
    zener.results().append(json ? report.json() : report.text(EvaluateCommand::text));
  }

  private static String text(Evaluation evaluation) {
    Average macro = evaluation.macro();
    return ConllevalReport.of(evaluation)
        + String.format(
            Locale.ROOT,
            "macro: precision: %.2f%%; recall: %.2f%%; FB1: %.2f\n%s",
            100 * macro.precision(),
            100 * macro.recall(),
            100 * macro.f1(),
            evaluation.confusion());
  }
}

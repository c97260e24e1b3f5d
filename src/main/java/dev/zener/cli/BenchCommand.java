package dev.zener.cli;

import dev.zener.bench.Bench;
import dev.zener.bench.BenchSettings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The command {@code bench}, which measures the speed of training and tagging. */
@Command(
    name = "bench",
    description = {
      "Time a step of MSD's student, or tagging, at full size on real sentences.",
      "A student's step covers all work from piece ids to updated weights: --batch target sentences"
          + " and as many source sentences, a head on each upper layer, two discrepancies, AdamW,"
          + " embeddings and three layers frozen; the teacher's outputs are random. Tagging covers"
          + " all work from piece ids to the last hidden state.",
      "Sentences are the first --batch × (--steps + 1) of a file, sorted by length and split into"
          + " batches, which run in a fixed order; the first batch is not counted.",
      "The output is a table of the time per kind of work, speeds, and the speed as a share of that"
          + " of matrix products alone on this machine; the last line is one JSON object."
    },
    footer = {
      "  zener bench tag --precision auto",
      "  zener bench student --steps 10",
      "  zener bench tag --batch 1 --steps 50 --model target/mbert",
      "  zener bench student --layers 4 --hidden 128 --heads 4 --feed-forward 512"
    })
final class BenchCommand implements Callable<Integer> {
  private static final BenchSettings.Shape BERT = BenchSettings.Shape.BERT;

  @ParentCommand private ZenerCommand zener;
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "student|tag", description = "What to time.")
  private BenchSettings.Kind kind;

  @Mixin private ModelOptions opening;
  @Mixin private DeviceOptions device;
  @Mixin private ThreadsOption threads;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "30",
      description = "Number of timed steps, ${DEFAULT-VALUE} by default.")
  private int steps;

  @Option(
      names = "--warmup",
      paramLabel = "N",
      defaultValue = "3",
      description =
          "Number of untimed steps before the first, on parts of the last batches, so that Java"
              + " compiles the program; ${DEFAULT-VALUE} by default. On a card, every batch then runs"
              + " twice before the timed steps.")
  private int warmUp;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "32",
      description =
          "Sentences per step, ${DEFAULT-VALUE} by default; a student uses twice as many.")
  private int batch;

  @Option(
      names = "--target",
      paramLabel = "FILE",
      defaultValue = "data/uner/de_pud.test.tsv",
      description = "File of sentences to tag or to learn from, by default ${DEFAULT-VALUE}.")
  private Path target;

  @Option(
      names = "--source",
      paramLabel = "FILE",
      defaultValue = "data/uner/en_ewt.train.tsv",
      description = "File of a student's source sentences, by default ${DEFAULT-VALUE}.")
  private Path source;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description =
          "A model (see tag --help); by default random weights of the shape of bert-base.")
  private String model;

  @Option(
      names = "--vocab",
      paramLabel = "FILE",
      description = "Vocabulary for random weights, by default data/encoder/vocab.txt.")
  private Path vocabulary;

  @Option(names = "--layers", paramLabel = "N", description = "Of random weights, 12 by default.")
  private Integer layers;

  @Option(names = "--hidden", paramLabel = "N", description = "Of random weights, 768 by default.")
  private Integer hidden;

  @Option(names = "--heads", paramLabel = "N", description = "Of random weights, 12 by default.")
  private Integer heads;

  @Option(
      names = "--feed-forward",
      paramLabel = "N",
      description = "Of random weights, 3072 by default.")
  private Integer feedForward;

  @Option(
      names = "--max-pieces",
      paramLabel = "N",
      defaultValue = "128",
      description =
          "Maximum length of a sentence in word pieces, including the special pieces at its ends,"
              + " ${DEFAULT-VALUE} by default; longer sentences are truncated.")
  private int maxPieces;

  @Override
  public Integer call() {
    Bench.Result result = Bench.run(settings());
    zener.results().append(result.text()).append('\n').append(result.json());
    return 0;
  }

  private BenchSettings settings() {
    boolean shaped =
        Stream.of(vocabulary, layers, hidden, heads, feedForward).anyMatch(o -> o != null);
    if (model != null && shaped) {
      throw usage("--model sets the vocabulary and the shape: leave out --vocab, --layers ...");
    }
    try {
      return new BenchSettings(
          kind,
          device.device(),
          device.precision(),
          steps,
          warmUp,
          batch,
          source,
          target,
          vocabulary == null ? Path.of("data/encoder/vocab.txt") : vocabulary,
          Optional.ofNullable(model).map(opening::model),
          new BenchSettings.Shape(
              or(layers, BERT.layers()),
              or(hidden, BERT.hidden()),
              or(heads, BERT.heads()),
              or(feedForward, BERT.feedForward())),
          maxPieces,
          threads.threads());
    } catch (IllegalArgumentException e) {
      throw usage(e.getMessage());
    }
  }

  private RuntimeException usage(String message) {
    return ZenerCommand.usage(spec.commandLine(), message);
  }

  private static int or(Integer given, int usual) {
    return given == null ? usual : given;
  }
}

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
      "A student's step goes from piece ids to updated weights: --batch target and as many source"
          + " sentences, a head on each upper layer, two discrepancies, AdamW, embeddings and three"
          + " layers frozen; what the teacher says is random. Tagging goes from piece ids to the"
          + " last hidden state.",
      "Sentences are the first --batch × (--steps + 1) of a file, sorted by length and cut into"
          + " batches, which run in an order that is always the same; the first is not counted.",
      "Printed are a table that accounts for the time, speeds, and the share of what matrix products"
          + " alone reach here; the last line is one JSON object."
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

  @Parameters(index = "0", paramLabel = "student|tag", description = "What is timed.")
  private BenchSettings.Kind kind;

  @Mixin private ModelOptions opening;
  @Mixin private DeviceOptions device;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "30",
      description = "Steps that are timed, ${DEFAULT-VALUE} by default.")
  private int steps;

  @Option(
      names = "--warmup",
      paramLabel = "N",
      defaultValue = "3",
      description =
          "Untimed steps before the first, on parts of the last batches, for Java's compiler to get"
              + " to know the program; ${DEFAULT-VALUE} by default.")
  private int warmUp;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "32",
      description = "Sentences a step, ${DEFAULT-VALUE} by default; a student takes twice as many.")
  private int batch;

  @Option(
      names = "--target",
      paramLabel = "FILE",
      defaultValue = "data/uner/de_pud.test.tsv",
      description = "Sentences to tag or to learn from, by default ${DEFAULT-VALUE}.")
  private Path target;

  @Option(
      names = "--source",
      paramLabel = "FILE",
      defaultValue = "data/uner/en_ewt.train.tsv",
      description = "A student's source sentences, by default ${DEFAULT-VALUE}.")
  private Path source;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description = "A model (see tag --help); by default bert-base's shape with random weights.")
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
          "Longest sentence in word pieces, [CLS] and [SEP] among them, ${DEFAULT-VALUE} by"
              + " default; the rest of a longer one is cut off.")
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
      throw usage("--model has a vocabulary and a shape: leave --vocab, --layers ... out");
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
          maxPieces);
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

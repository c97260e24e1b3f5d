package dev.zener.benchmarks;

import dev.zener.bench.Bench;
import dev.zener.bench.BenchSettings;
import dev.zener.op.backend.Backends;
import dev.zener.op.cuda.CudaBackend;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Writes the calls of kernels of one step of {@code bench} on a card to a file, which the native
 * program zener_replay repeats. The weights are random.
 *
 * <p>This file needs only the JDK and the library, so that it can be started from its source.
 * Settings are {@code name=value}; {@code --help} lists them.
 */
@Command(name = "StepDump", mixinStandardHelpOptions = true, showDefaultValues = true)
public final class StepDump implements Callable<Integer> {
  @Option(names = "file", defaultValue = "target/step.trace", description = "File to write.")
  private Path file;

  @Option(names = "kind", defaultValue = "student", description = "student or tag.")
  private BenchSettings.Kind kind;

  @Option(
      names = "values",
      arity = "1",
      defaultValue = "false",
      description =
          "Whether the step is computed and the file also contains its weights, inputs and results,"
              + " which suits small models only.")
  private boolean values;

  @Option(names = "precision", defaultValue = "float32", description = "Precision of products.")
  private String precision;

  @Option(names = "batch", defaultValue = "32", description = "Sentences of the step.")
  private int batch;

  @Option(names = "layers", defaultValue = "12", description = "Layers of the encoder.")
  private int layers;

  @Option(names = "hidden", defaultValue = "768", description = "Width of the encoder.")
  private int hidden;

  @Option(names = "heads", defaultValue = "12", description = "Heads of attention.")
  private int heads;

  @Option(names = "feed-forward", defaultValue = "3072", description = "Width between layers.")
  private int feedForward;

  /** Writes the file and prints its name. */
  public static void main(String[] arguments) {
    CommandLine command = new CommandLine(new StepDump());
    System.exit(command.setCaseInsensitiveEnumValuesAllowed(true).execute(arguments));
  }

  @Override
  public Integer call() {
    BenchSettings bench = bench();
    Backends.choose(bench.device(), bench.precision()); // says why if there is no card
    CudaBackend.trace(file, values, () -> Bench.step(bench));
    System.out.println(file);
    return 0;
  }

  private BenchSettings bench() {
    return new BenchSettings(
        kind,
        "cuda",
        precision,
        1,
        0,
        batch,
        Path.of("data/uner/en_ewt.train.tsv"),
        Path.of("data/uner/de_pud.test.tsv"),
        Path.of("data/encoder/vocab.txt"),
        Optional.empty(),
        new BenchSettings.Shape(layers, hidden, heads, feedForward),
        128,
        OptionalInt.empty());
  }
}

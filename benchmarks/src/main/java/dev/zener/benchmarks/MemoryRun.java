package dev.zener.benchmarks;

import dev.zener.device.ElementType;
import dev.zener.graph.Inputs;
import dev.zener.model.EncoderShape;
import dev.zener.model.LossGraph;
import dev.zener.model.Parameters;
import dev.zener.model.TaggerGraph;
import dev.zener.model.TaggerInputs;
import dev.zener.model.TaggerShape;
import dev.zener.op.backend.Backend;
import dev.zener.op.backend.Backends;
import dev.zener.optim.AdamWSettings;
import dev.zener.train.Distillation;
import dev.zener.train.Objective;
import dev.zener.train.TrainingSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Runs steps of MSD's student with batches whose sizes are all different. At regular intervals it
 * collects garbage and prints the memory of the process, {@code step N resident KIB heap KIB}.
 * Weights, pieces and the teacher's outputs are random, since memory does not depend on them.
 *
 * <p>Start it with a heap of fixed size whose pages are touched at the start ({@code -Xms -Xmx
 * -XX:+AlwaysPreTouch}). Growth of the resident memory is then native memory, and the second figure
 * shows growth of the heap. This file needs only the JDK and the library, so that a test can start
 * it from its source. Settings are {@code name=value}; {@code --help} lists them.
 */
@Command(name = "MemoryRun", mixinStandardHelpOptions = true, showDefaultValues = true)
public final class MemoryRun implements Callable<Integer> {
  private static final Path STATUS = Path.of("/proc/self/status");

  @Option(names = "layers", defaultValue = "4", description = "Layers of the encoder.")
  private int layers;

  @Option(names = "hidden", defaultValue = "32", description = "Width of the encoder.")
  private int hidden;

  @Option(names = "heads", defaultValue = "2", description = "Heads of attention.")
  private int heads;

  @Option(names = "vocabulary", defaultValue = "500", description = "Pieces of the vocabulary.")
  private int vocabulary;

  @Option(
      names = "frozen",
      defaultValue = "-1",
      description =
          "Frozen layers of the encoder, with which the embeddings are frozen too; -1 freezes"
              + " nothing.")
  private int frozen;

  @Option(names = "steps", defaultValue = "2000", description = "Steps of the training.")
  private int steps;

  @Option(names = "every", defaultValue = "500", description = "Steps between two lines.")
  private int every;

  @Option(
      names = "sentences",
      defaultValue = "16",
      description = "Maximum number of sentences of a batch, source and target together.")
  private int sentences;

  @Option(
      names = "pieces",
      defaultValue = "48-300",
      description = "Minimum and maximum number of pieces of a batch.")
  private String pieces;

  @Option(names = "precision", defaultValue = "float32", description = "Precision of products.")
  private String precision;

  @Spec private CommandSpec command;

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new MemoryRun()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    Backend backend = Backends.choose("auto", precision);
    List<String> given = command.commandLine().getParseResult().originalArgs();
    System.out.println(given + " on " + backend.name());
    List<Size> sizes = Size.all(steps, pieces, sentences);
    try (Parameters parameters = Parameters.random(shape(), 1);
        TrainingSession session =
            new TrainingSession(
                new Sizes(sizes, TaggerShape.of(parameters)),
                parameters,
                frozen(),
                AdamWSettings.DEFAULT,
                backend,
                1)) {
      for (int step = 1; step <= steps; step++) {
        double loss = session.step(1e-5).loss();
        if (!Double.isFinite(loss)) {
          throw new IllegalStateException("step " + step + ": loss " + loss);
        }
        if (step % every == 0) {
          print(step);
        }
      }
    }
    return 0;
  }

  private TaggerShape shape() {
    EncoderShape encoder =
        EncoderShape.bert(vocabulary, hidden, layers, heads, 4 * hidden, 512, 2)
            .withDropout(0.1, 0.1);
    return new TaggerShape(encoder, 7, TaggerShape.defaultAuxiliary(layers));
  }

  private Predicate<String> frozen() {
    return name ->
        frozen >= 0
            && (name.startsWith("bert.embeddings.")
                || IntStream.range(0, frozen)
                    .anyMatch(i -> name.startsWith("bert.encoder.layer." + i + ".")));
  }

  private static void print(int step) throws IOException {
    System.gc();
    Runtime java = Runtime.getRuntime();
    long heap = (java.totalMemory() - java.freeMemory()) >> 10;
    System.out.printf(Locale.ROOT, "step %d resident %s heap %d%n", step, resident(), heap);
  }

  /**
   * The resident memory of the process in KiB, or -1 if the system does not report it. Pages of
   * mapped files, such as libraries, are not counted, because the system loads and drops them at
   * any time.
   */
  private static String resident() throws IOException {
    if (!Files.isReadable(STATUS)) {
      return "-1";
    }
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith("RssAnon:"))
        .map(line -> line.replaceAll("\\D", ""))
        .findFirst()
        .orElse("-1");
  }

  /** The size of a batch. */
  private record Size(int pieces, int sentences) {
    /** The least number of pieces of a sentence: [CLS], a word and [SEP]. */
    private static final int SHORTEST = 3;

    /** The number of different sentence counts. They differ by 2: half source, half target. */
    private static final int COUNTS = 8;

    /**
     * Returns as many different sizes as there are steps, in random order, except that the largest
     * comes first, because memory may grow with the largest batch so far.
     */
    static List<Size> all(int steps, String pieces, int sentences) {
      int least = Integer.parseInt(pieces.split("-")[0]);
      int most = Integer.parseInt(pieces.split("-")[1]);
      if (sentences % 2 != 0 || sentences < 2 * COUNTS || least < SHORTEST * sentences) {
        throw new IllegalArgumentException(
            "sentences=%d pieces=%s; allowed: an even number of at least %d, with %d or more pieces each"
                .formatted(sentences, pieces, 2 * COUNTS, SHORTEST));
      }
      List<Size> sizes =
          IntStream.range(0, steps)
              .mapToObj(
                  i ->
                      new Size(
                          most - (int) ((long) i * (most - least) / steps),
                          sentences - 2 * (i % COUNTS)))
              .collect(Collectors.toList());
      Set<Size> different = new HashSet<>(sizes);
      if (different.size() < steps) {
        throw new IllegalArgumentException(
            "pieces="
                + pieces
                + " gives only "
                + different.size()
                + " different sizes for "
                + steps
                + " steps; use a wider range or fewer steps");
      }
      Collections.shuffle(sizes.subList(1, steps), new Random(1));
      return sizes;
    }

    /** The offsets of the sentences, [B+1], whose lengths are random. */
    int[] offsets(Random random) {
      int[] lengths = new int[sentences];
      for (int p = 0; p < pieces; p++) {
        lengths[p < SHORTEST * sentences ? p % sentences : random.nextInt(sentences)]++;
      }
      int[] offsets = new int[sentences + 1];
      for (int b = 0; b < sentences; b++) {
        offsets[b + 1] = offsets[b] + lengths[b];
      }
      return offsets;
    }
  }

  /** MSD's student. In a batch, target sentences come first, then as many source sentences. */
  private record Sizes(List<Size> sizes, TaggerShape shape) implements Objective {
    private static final Distillation.Coefficients ALL =
        new Distillation.Coefficients(0.1, 1e-3, 1e-3);

    @Override
    public List<LossGraph> graphs(Parameters parameters, Predicate<String> trained) {
      return List.of(
          TaggerGraph.distillation(
              parameters, trained, ALL.beta(), ALL.mmdSource(), ALL.mmdTarget()));
    }

    @Override
    public int stepsPerEpoch() {
      return sizes.size();
    }

    @Override
    public long sentences(long steps) {
      return sizes.stream().limit(steps).mapToLong(Size::sentences).sum();
    }

    @Override
    public int pieces(long step) {
      return sizes.get((int) step).pieces();
    }

    @Override
    public Batch fill(long step, Inputs inputs) {
      Random random = new Random(step);
      Size size = sizes.get((int) step);
      int[] offsets = size.offsets(random);
      int half = size.sentences() / 2;
      int[] words = words(offsets, half, random);
      int[] ids = below(random, shape.encoder().vocabulary(), size.pieces());
      int[] cls = TaggerInputs.chosen(inputs, ids, offsets, words).clsRows();
      inputs.ints(TaggerGraph.TARGET_CLS_ROWS, IntStream.of(cls).limit(half).toArray());
      inputs.ints(TaggerGraph.SOURCE_CLS_ROWS, IntStream.of(cls).skip(half).limit(half).toArray());
      normal(inputs, TaggerGraph.TEACHER_CLS, random, half, shape.encoder().hidden());
      for (int layer : shape.headLayers()) {
        normal(inputs, TaggerGraph.SOFT + layer, random, words.length, shape.labels());
      }
      return new Batch(size.sentences(), size.pieces(), List.of());
    }

    /** About three of four pieces of the target sentences, without [CLS] and [SEP]. */
    private static int[] words(int[] offsets, int sentences, Random random) {
      return IntStream.range(0, sentences)
          .flatMap(b -> IntStream.range(offsets[b] + 1, offsets[b + 1] - 1))
          .filter(row -> random.nextInt(4) > 0)
          .toArray();
    }

    private static int[] below(Random random, int bound, int n) {
      return random.ints(n, 0, bound).toArray();
    }

    private static void normal(Inputs inputs, String name, Random random, int rows, int columns) {
      float[] values = new float[rows * columns];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
      inputs.floats(name, ElementType.FLOAT32, values, rows, columns);
    }
  }
}

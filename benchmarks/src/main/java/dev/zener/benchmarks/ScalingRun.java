package dev.zener.benchmarks;

import dev.zener.data.PackedBatch;
import dev.zener.data.Window;
import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.OpenMp;
import dev.zener.device.Tensor;
import dev.zener.device.Workers;
import dev.zener.model.EncoderShape;
import dev.zener.model.Parameters;
import dev.zener.model.TaggerGraph;
import dev.zener.model.TaggerShape;
import dev.zener.op.Mmd;
import dev.zener.op.backend.Backend;
import dev.zener.op.backend.Backends;
import dev.zener.op.backend.Kernel;
import dev.zener.predict.Inference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Measures with all threads of its JVM and prints lines of {@link Scaling}'s table:
 *
 * <ul>
 *   <li>{@code batch} is tagging of 1 to 256 sentences of 27 pieces; the time should be
 *       proportional to the number of pieces;
 *   <li>{@code length} is tagging of 2,048 pieces in sentences of 8 to 512, where only the time of
 *       attention grows;
 *   <li>{@code mmd} is the forward op on two samples of 32 to 4,096 rows, with the memory that it
 *       needs in addition to its inputs.
 * </ul>
 *
 * <p>Weights and pieces are random. A time is the median of several calls, after half a second of
 * calls that are not counted.
 *
 * <p>Arguments: the number of layers, the hidden size, a divisor for all upper limits, the number
 * of calls, the precision.
 */
final class ScalingRun {
  /** The start of every line of the table, since libraries print lines too. */
  static final String MARK = "row:";

  private static final Path STATUS = Path.of("/proc/self/status");

  /** Writing 5 to this file resets the peak to the memory that is resident now. */
  private static final Path CLEAR = Path.of("/proc/self/clear_refs");

  /** The nanoseconds of calls that are not counted. */
  private static final long WARM = 500_000_000;

  private static final int SENTENCE = 27;
  private static final int VOCABULARY = 20_000;

  private final int layers;
  private final int hidden;
  private final int divisor;
  private final int calls;
  private final Backend backend;
  private final Random random = new Random(1);

  private ScalingRun(String[] a) {
    layers = Integer.parseInt(a[0]);
    hidden = Integer.parseInt(a[1]);
    divisor = Integer.parseInt(a[2]);
    calls = Integer.parseInt(a[3]);
    backend = Backends.choose("auto", a[4]);
  }

  public static void main(String[] arguments) throws IOException {
    ScalingRun run = new ScalingRun(arguments);
    run.tagging();
    OpenMp.single();
    for (int n = 32; n <= 4096 / run.divisor; n *= 2) {
      run.mmd(n);
    }
  }

  private void tagging() {
    EncoderShape encoder =
        EncoderShape.bert(VOCABULARY, hidden, layers, Math.max(1, hidden / 64), 4 * hidden, 512, 2)
            .withDropout(0.1, 0.1);
    List<String> wanted = List.of(TaggerGraph.LOGITS + layers);
    try (Parameters parameters = Parameters.random(new TaggerShape(encoder, 7, List.of()), 1);
        Inference inference = new Inference(parameters, backend, wanted)) {
      for (int b = 1; b <= 256 / divisor; b *= 2) {
        PackedBatch batch = batch(b, SENTENCE);
        row("batch", b, milliseconds(() -> inference.run(batch)), Double.NaN);
      }
      for (int length = 8; length <= 512 / divisor; length *= 2) {
        PackedBatch batch = batch(2048 / divisor / length, length);
        row("length", length, milliseconds(() -> inference.run(batch)), Double.NaN);
      }
    }
  }

  /** Returns a batch in which every second piece of a sentence begins a word. */
  private PackedBatch batch(int sentences, int pieces) {
    int[] rows = IntStream.range(1, pieces - 1).filter(i -> i % 2 == 1).toArray();
    int[] words = IntStream.range(0, rows.length).toArray();
    return PackedBatch.of(
        IntStream.range(0, sentences)
            .mapToObj(s -> new Window(s, random.ints(pieces, 0, VOCABULARY).toArray(), rows, words))
            .toList());
  }

  private void mmd(int n) throws IOException {
    long bytes = Block.align(4L * n * hidden);
    try (Block block = Block.allocate(2 * bytes + 4);
        Kernel kernel = backend.kernel(new Mmd(), ElementType.FLOAT32)) {
      Tensor[] samples = {
        normal(block.tensor(0, ElementType.FLOAT32, n, hidden)),
        normal(block.tensor(bytes, ElementType.FLOAT32, n, hidden))
      };
      Tensor[] value = {block.tensor(2 * bytes, ElementType.FLOAT32)};
      System.gc();
      double before = peakFromHere();
      kernel.run(samples, value);
      double more = peak() - before;
      row("mmd", n, milliseconds(() -> kernel.run(samples, value)), more);
    }
  }

  private Tensor normal(Tensor t) {
    for (int i = 0; i < t.size(); i++) {
      t.set(i, random.nextGaussian());
    }
    return t;
  }

  private double milliseconds(Runnable work) {
    long warm = System.nanoTime() + WARM;
    do {
      work.run();
    } while (System.nanoTime() < warm);
    double[] times = new double[calls];
    for (int i = 0; i < calls; i++) {
      long start = System.nanoTime();
      work.run();
      times[i] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(times);
    return times[calls / 2];
  }

  private static double peakFromHere() throws IOException {
    if (Files.isWritable(CLEAR)) {
      Files.writeString(CLEAR, "5");
    }
    return peak();
  }

  /** The peak resident memory in MiB, or NaN if the system does not report it. */
  private static double peak() throws IOException {
    if (!Files.isReadable(STATUS)) {
      return Double.NaN;
    }
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElse(Double.NaN);
  }

  private static void row(String series, long x, double milliseconds, double mebibytes) {
    System.out.printf(
        Locale.ROOT,
        "%s%s,%d,%d,%.4f,%.2f%n",
        MARK,
        series,
        Workers.threads(),
        x,
        milliseconds,
        mebibytes);
  }
}

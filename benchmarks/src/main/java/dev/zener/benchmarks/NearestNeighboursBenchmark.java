package dev.zener.benchmarks;

import dev.zener.config.ConfigFile;
import dev.zener.device.ElementType;
import dev.zener.device.OpenMp;
import dev.zener.mapping.MappedSpace;
import dev.zener.mapping.Mapping;
import dev.zener.mapping.MappingListener;
import dev.zener.mapping.MappingSettings;
import dev.zener.mapping.NamedVectors;
import dev.zener.mapping.Neighbour;
import dev.zener.mapping.SpaceSearch;
import dev.zener.op.backend.Backends;
import dev.zener.vectors.ListedVectors;
import dev.zener.vectors.WordVectors;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Times the preparation of a search among the words of two languages. Nearly all of its work is to
 * find the {@value #NEIGHBOURS} source words nearest to each target word, for CSLS. The secondary
 * figures are GFLOP/s of the products of all pairs and the share of the {@link Ceiling}, which is
 * measured just before and printed. The vectors are also copied, scaled and mapped, which is in the
 * time but not in the operations.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 5)
public class NearestNeighboursBenchmark {
  private static final int WORDS = 20_000;
  private static final int WIDTH = 300;
  private static final int NEIGHBOURS = 10;
  private static final double GFLOP = 2.0 * WORDS * WORDS * WIDTH / 1e9;

  /** The allowed error of a similarity that is computed from float32 products. */
  private static final double ALLOWED = 1e-5;

  private NamedVectors source;
  private NamedVectors target;
  private MappedSpace space;
  private double ceiling;

  /** JMH turns these fields into rates. */
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  @State(Scope.Thread)
  public static class Rate {
    public double gflop;

    /** The seconds that the products would take at the ceiling; a rate of 1 is the ceiling. */
    public double share;
  }

  /** Makes the languages, and fails if what is found differs from plain loops. */
  @Setup
  public void setUp() {
    OpenMp.single(); // as programs do, since the library has threads of its own
    Random random = new Random(1);
    source = new NamedVectors("source", vectors(random));
    target = new NamedVectors("target", vectors(random));
    space = space();
    try (SpaceSearch search = search()) {
      for (int word = 0; word < WORDS; word += WORDS / 4) {
        check(word, search.nearest("w" + word, 1).get(0));
      }
    }
    ceiling = Ceiling.measure(Backends.cpu(), ElementType.FLOAT32, 0).gflops();
    System.out.printf(
        Locale.ROOT,
        "ceiling: %.0f GFLOP/s; a call takes at least %.0f ms%n",
        ceiling,
        1e3 * GFLOP / ceiling);
  }

  private static WordVectors vectors(Random random) {
    List<String> words = new ArrayList<>();
    List<float[]> vectors = new ArrayList<>();
    for (int word = 0; word < WORDS; word++) {
      float[] vector = new float[WIDTH];
      for (int k = 0; k < WIDTH; k++) {
        vector[k] = (float) random.nextGaussian();
      }
      words.add("w" + word);
      vectors.add(vector);
    }
    return ListedVectors.of(words, vectors);
  }

  /** The space of some orthogonal mapping: that which an adversarial start has at first. */
  private MappedSpace space() {
    String settings =
        "{words: 100, adversarial: {epochs: 0, hidden: 1, batch: 1}, refinement: {rounds: 0}}";
    return Mapping.learn(
            source,
            target,
            new ConfigFile()
                .bind(ConfigFile.value(settings, "settings"), "", MappingSettings.class),
            1,
            MappingListener.NONE)
        .space();
  }

  private SpaceSearch search() {
    return new SpaceSearch(space, source, target, WORDS, NEIGHBOURS);
  }

  private void check(int word, Neighbour found) {
    WordVectors sources = space.source(source.vectors());
    WordVectors targets = space.target(target.vectors());
    double[] x = unit(sources, word);
    double[] y = unit(targets, targets.number(found.word()));
    double cosine = product(x, y);
    double csls = 2 * cosine - meanCosine(x, targets) - meanCosine(y, sources);
    if (!(Math.abs(found.cosine() - cosine) < ALLOWED && Math.abs(found.csls() - csls) < ALLOWED)) {
      throw new IllegalStateException(
          "w%d: %s is found; its cosine is %s, its CSLS %s".formatted(word, found, cosine, csls));
    }
  }

  private static double meanCosine(double[] x, WordVectors others) {
    double[] cosines = new double[WORDS];
    for (int word = 0; word < WORDS; word++) {
      cosines[word] = product(x, unit(others, word));
    }
    Arrays.sort(cosines);
    return Arrays.stream(cosines, WORDS - NEIGHBOURS, WORDS).average().orElseThrow();
  }

  private static double[] unit(WordVectors language, int word) {
    float[] vector = new float[WIDTH];
    language.copy(word, FloatBuffer.wrap(vector));
    double[] unit = new double[WIDTH];
    Arrays.setAll(unit, k -> vector[k]);
    double length = Math.sqrt(product(unit, unit));
    Arrays.setAll(unit, k -> vector[k] / length);
    return unit;
  }

  private static double product(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < WIDTH; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }

  @Benchmark
  public void prepare(Rate rate) {
    search().close();
    rate.gflop += GFLOP;
    rate.share += GFLOP / ceiling;
  }
}

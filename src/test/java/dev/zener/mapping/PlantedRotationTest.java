package dev.zener.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.zener.config.ConfigFile;
import dev.zener.vectors.PrincipalComponents;
import dev.zener.weights.WeightFile;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A second language is planted: the first principal components of mBERT's embeddings of 20,000 word
 * pieces, turned by a random orthogonal matrix, with noise and in a slightly other order. The
 * adversarial start gets no hint of the rotation. It needs target/mbert and minutes for each seed.
 *
 * <p>The system property {@code zener.seeds} is the number of seeds, by default 1; {@code
 * zener.width} is the number of components, and {@code zener.mapping} are the settings.
 */
@Tag("soak")
class PlantedRotationTest {
  private static final Path MBERT = Path.of("target/mbert/model.safetensors");
  private static final String TABLE = "bert.embeddings.word_embeddings.weight";
  private static final int FIRST = 1000;
  private static final int WORDS = 20_000;
  private static final int WIDTH = Integer.getInteger("zener.width", 50);
  private static final double NOISE = 0.1;

  /** How far words move in the order, as a standard deviation. */
  private static final double MOVED = 50;

  private static final String SETTINGS =
      System.getProperty(
          "zener.mapping",
          "{adversarial: {hidden: 256, epochs: 6, epochSize: 32000},"
              + " refinement: {rounds: 2, words: 5000}, criterionWords: 1000}");

  private static float[][] pieces() {
    List<float[]> rows = new ArrayList<>();
    try (WeightFile file = WeightFile.open(MBERT)) {
      int hidden = Math.toIntExact(file.info(TABLE).shape()[1]);
      for (int i = 0; i < WORDS; i++) {
        float[] row = new float[hidden];
        file.read(TABLE, (long) (FIRST + i) * hidden, FloatBuffer.wrap(row));
        rows.add(row);
      }
    }
    PrincipalComponents axes = PrincipalComponents.of(rows, WIDTH);
    return rows.stream().map(axes::project).toArray(float[][]::new);
  }

  @Test
  void ninetyNinePercentOfTheWordsAreFoundInNineOfTenSeeds() {
    assumeTrue(Files.exists(MBERT), MBERT + " is made by mvn -Pmbert package");
    float[][] x = pieces();
    MappingSettings settings =
        new ConfigFile().bind(ConfigFile.value(SETTINGS, "test"), "", MappingSettings.class);
    int seeds = Integer.getInteger("zener.seeds", 1);
    List<Double> found = new ArrayList<>();
    for (int seed = 1; seed <= seeds; seed++) {
      found.add(found(x, settings, seed));
    }
    assertThat(found.stream().filter(share -> share >= 0.99).count())
        .as("share of words found by seed: " + found)
        .isGreaterThanOrEqualTo((9L * seeds + 9) / 10);
  }

  private static double found(float[][] x, MappingSettings settings, long seed) {
    Random random = new Random(seed);
    float[][] y = Planted.turned(x, Planted.rotation(WIDTH, random), NOISE, random);
    double[] places =
        IntStream.range(0, WORDS).mapToDouble(i -> i + MOVED * random.nextGaussian()).toArray();
    int[] order =
        IntStream.range(0, WORDS)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> places[i]))
            .mapToInt(i -> i)
            .toArray();
    float[][] moved = new float[WORDS][];
    for (int i = 0; i < WORDS; i++) {
      moved[i] = y[order[i]];
    }
    Words source = Words.of("s", x);
    Words target = Words.of("t", moved);
    MappedSpace space =
        Mapping.learn(
                new NamedVectors("source", source),
                new NamedVectors("target", target),
                settings,
                seed,
                MappingListener.NONE)
            .space();
    return Planted.found(space, source, Words.of("t", y));
  }
}

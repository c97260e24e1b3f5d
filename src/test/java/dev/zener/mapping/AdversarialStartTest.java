package dev.zener.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.config.ConfigFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A planted rotation of a few thousand vectors is found from the shape of the cloud alone. */
class AdversarialStartTest {
  private static final int WORDS = 2000;
  private static final int WIDTH = 10;

  /** MUSE's settings for a small discriminator and a few thousand steps. */
  private static final MappingSettings SETTINGS =
      new ConfigFile()
          .bind(
              ConfigFile.value(
                  "{adversarial: {hidden: 64, epochs: 6, epochSize: 16000},"
                      + " refinement: {rounds: 3}}",
                  "test"),
              "",
              MappingSettings.class);

  private final List<MappingListener.Epoch> epochs = new ArrayList<>();

  /** Elements whose distribution is skewed and has another deviation for each axis. */
  private static float[][] skewed(Random random) {
    float[][] rows = new float[WORDS][WIDTH];
    for (float[] row : rows) {
      for (int k = 0; k < WIDTH; k++) {
        row[k] = (float) ((-Math.log(1 - random.nextDouble()) - 1) * (1 + 0.3 * k));
      }
    }
    return rows;
  }

  private LearntMapping learn(Words source, Words target, long seed) {
    return Mapping.learn(
        new NamedVectors("s", source),
        new NamedVectors("t", target),
        SETTINGS,
        seed,
        new MappingListener() {
          @Override
          public void epoch(Epoch event) {
            epochs.add(event);
          }
        });
  }

  @Test
  void aPlantedRotationIsFoundWithoutADictionary() {
    Random random = new Random(4);
    float[][] x = skewed(random);
    Words source = Words.of("s", x);
    Words target = Words.of("t", Planted.turned(x, 0.05, random));
    LearntMapping learnt = learn(source, target, 1);
    assertThat(Planted.found(learnt.space(), source, target)).isGreaterThan(0.95);
    assertThat(epochs).hasSize(6);
    assertThat(epochs.get(0).learningRate()).isEqualTo(0.1);
    assertThat(epochs.get(1).learningRate()).isEqualTo(0.1 * 0.98);
  }

  @Test
  void aSeedDeterminesTheMapping() {
    Random random = new Random(4);
    float[][] x = skewed(random);
    Words source = Words.of("s", x);
    Words target = Words.of("t", Planted.turned(x, 0.05, random));
    double[] first = learn(source, target, 2).space().matrix();
    assertThat(learn(source, target, 2).space().matrix()).isEqualTo(first);
    assertThat(learn(source, target, 3).space().matrix()).isNotEqualTo(first);
  }
}

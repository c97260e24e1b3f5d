package dev.zener.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.config.ConfigFile;
import dev.zener.problem.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A planted rotation is found from the shape of the cloud of vectors alone. */
class AdversarialStartTest {
  private static final int WORDS = 2000;
  private static final int WIDTH = 10;

  private static final MappingSettings SETTINGS =
      settings(
          "{adversarial: {starts: 1, hidden: 64, epochs: 2, epochSize: 16000}, refinement: {rounds: 1}}");

  private final List<MappingListener.Epoch> epochs = new ArrayList<>();

  /** Words in clusters of different sizes, so that the cloud has a shape. */
  private static float[][] clusters(Random random) {
    float[][] centres = Words.random(8, WIDTH, random);
    float[][] rows = Words.random(WORDS, WIDTH, random);
    for (float[] row : rows) {
      float[] centre = centres[(int) (centres.length * Math.pow(random.nextDouble(), 2))];
      for (int k = 0; k < WIDTH; k++) {
        row[k] = centre[k] + 0.4f * row[k];
      }
    }
    return rows;
  }

  private static MappingSettings settings(String yaml) {
    return new ConfigFile().bind(ConfigFile.value(yaml, "test"), "", MappingSettings.class);
  }

  private LearntMapping learn(Words source, Words target, MappingSettings settings, long seed) {
    return Mapping.learn(
        new NamedVectors("s", source),
        new NamedVectors("t", target),
        settings,
        seed,
        new MappingListener() {
          @Override
          public void epoch(Epoch event) {
            epochs.add(event);
          }
        });
  }

  /** A rotation of about 45 degrees; that of two real languages needs a longer training. */
  @Tag("slow")
  @Test
  void aPlantedRotationIsFoundWithoutADictionary() {
    Random random = new Random(5);
    float[][] x = clusters(random);
    double[] turn = Planted.nearIdentity(WIDTH, 0.2, random);
    Words source = Words.of("s", x);
    Words target = Words.of("t", Planted.turned(x, turn, 0.03, random));
    try (WordMatrix before = source.matrix();
        WordMatrix after = target.matrix()) {
      assertThat(new Csls(before, after, 10).criterion(WORDS)).isLessThan(0.97);
    }
    LearntMapping learnt = learn(source, target, SETTINGS, 1);
    assertThat(Planted.found(learnt.space(), source, target)).isGreaterThan(0.99);
    assertThat(learnt.criterion()).isGreaterThan(0.99);
    assertThat(epochs).hasSize(2);
    assertThat(epochs.get(0).learningRate()).isEqualTo(0.1);
    assertThat(epochs.get(1).learningRate()).isEqualTo(0.1 * 0.98);
    assertThat(epochs.get(1).loss()).as("the languages look alike").isGreaterThan(0.67);
  }

  /** Without steps, the identity is all but right: one axis has the wrong sign. */
  @Test
  void aMirrorImageIsFoundAfterTheStart() {
    Random random = new Random(5);
    float[][] x = clusters(random);
    double[] axis = Planted.rotation(WIDTH, random); // the first row is an axis of length 1
    double[] mirror = new double[WIDTH * WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      for (int k = 0; k < WIDTH; k++) {
        mirror[i * WIDTH + k] = (i == k ? 1 : 0) - 2 * axis[i] * axis[k];
      }
    }
    Words source = Words.of("s", x);
    Words target = Words.of("t", Planted.turned(x, mirror, 0.03, random));
    MappingSettings none =
        settings("{adversarial: {starts: 1, epochs: 0}, refinement: {rounds: 3}}");
    assertThat(Planted.found(learn(source, target, none, 1).space(), source, target))
        .isGreaterThan(0.99);
  }

  @Test
  void eachStartBeginsAnewWithOtherSigns() {
    MappingSettings two =
        settings(
            "{adversarial: {starts: 2, hidden: 64, epochs: 2, epochSize: 640},"
                + " refinement: {rounds: 0}}");
    learn(Words.of("s", clusters(new Random(5))), Words.of("t", clusters(new Random(6))), two, 1);
    assertThat(epochs)
        .extracting(epoch -> epoch.place().toString())
        .containsExactly(
            "start 1/2 epoch 1/2",
            "start 1/2 epoch 2/2",
            "start 2/2 epoch 1/2",
            "start 2/2 epoch 2/2");
    assertThat(epochs.get(2).learningRate()).isEqualTo(0.1);
    assertThat(epochs.get(2).criterion()).isNotEqualTo(epochs.get(0).criterion());
  }

  @Test
  void aSeedDeterminesTheMapping() {
    MappingSettings brief =
        settings("{adversarial: {hidden: 64, epochs: 1, epochSize: 640}, refinement: {rounds: 0}}");
    float[][] x = clusters(new Random(5));
    Words source = Words.of("s", x);
    Words target = Words.of("t", clusters(new Random(6)));
    double[] first = learn(source, target, brief, 2).space().matrix();
    assertThat(learn(source, target, brief, 2).space().matrix()).isEqualTo(first);
    assertThat(learn(source, target, brief, 3).space().matrix()).isNotEqualTo(first);
  }

  @Test
  void theLengthIsTheRootOfTheWidthUnlessGiven() {
    assertThat(settings("{}").adversarial().lengthFor(25)).isEqualTo(5);
    assertThat(settings("adversarial: {length: 2}").adversarial().lengthFor(25)).isEqualTo(2);
  }

  @Test
  void divergenceIsSaidWithItsEpochAndARemedy() {
    Words source = Words.of("s", clusters(new Random(5)));
    Words target = Words.of("t", clusters(new Random(6)));
    String yaml =
        "{adversarial: {hidden: 64, epochs: 2, epochSize: 640, learningRate: 1e12},"
            + " refinement: {rounds: 0}}";
    assertThatThrownBy(() -> learn(source, target, settings(yaml), 1))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "the adversarial start diverged in epoch 1 with learningRate 1.0E12: the"
                + " discriminator's loss is not a finite number; use a lower learningRate, another"
                + " seed or another start");
    assertThat(epochs).isEmpty();
  }

  /** The last step of an epoch is the mapping's, so that the discriminator has not seen it yet. */
  @Test
  void aMappingThatDivergesInTheLastStepIsRefused() {
    Words source = Words.of("s", clusters(new Random(5)));
    Words target = Words.of("t", clusters(new Random(6)));
    String yaml =
        "{adversarial: {hidden: 64, epochs: 1, epochSize: 32, discriminatorSteps: 1,"
            + " learningRate: 1e15}, refinement: {rounds: 0}}";
    assertThatThrownBy(() -> learn(source, target, settings(yaml), 1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("an element of the mapping is not finite, or above 1.0E18");
  }
}

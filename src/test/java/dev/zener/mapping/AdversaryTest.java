package dev.zener.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.config.ConfigFile;
import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.testing.Close;
import dev.zener.testing.Golden;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Float kernels are compared with PyTorch in float64. */
class AdversaryTest {
  private static final double[] IDENTITY = {1, 0, 0, 0, 1, 0, 0, 0, 1};
  private static final double SHARE = 2e-6;

  @Test
  void theDiscriminatorsGradientsAreThoseOfPyTorch() {
    try (Golden golden = new Golden("mapping");
        Discriminator discriminator = new Discriminator(6, 3, 5, 0.2, new Random(1));
        Block block = Block.allocate(1024)) {
      load(golden, "", discriminator);
      Tensor x = block.tensor(0, ElementType.FLOAT32, 6, 3);
      Tensor dx = block.tensor(512, ElementType.FLOAT32, 6, 3);
      x.setDoubles(golden.doubles("batch"));
      double[] wanted = golden.doubles("labels");
      float[] labels = new float[wanted.length];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = (float) wanted[i];
      }
      double loss = discriminator.lossAndGradients(x, labels, dx, true);
      assertThat(loss).isCloseTo(golden.scalar("loss"), within());
      Close.check("dbatch", dx, golden.doubles("dbatch"), SHARE, 0);
      List<DenseLayer> layers = discriminator.layers();
      for (int i = 0; i < layers.size(); i++) {
        DenseLayer layer = layers.get(i);
        Close.check("dw" + i, layer.gradient(), golden.doubles("dw" + i), SHARE, 0);
        Close.check("db" + i, layer.biasGradient(), golden.doubles("db" + i), SHARE, 0);
      }
    }
  }

  private static Offset<Double> within() {
    return Offset.offset(1e-6);
  }

  private static void load(Golden golden, String prefix, Discriminator discriminator) {
    List<DenseLayer> layers = discriminator.layers();
    for (int i = 0; i < layers.size(); i++) {
      layers.get(i).weights().setDoubles(golden.doubles(prefix + "w" + i));
      layers.get(i).bias().setDoubles(golden.doubles(prefix + "b" + i));
    }
  }

  /** With one word in each language, every batch is the same. */
  @Test
  void stepsAreThoseOfPyTorch() {
    try (Golden golden = new Golden("mapping");
        WordMatrix source = Words.of("s", Words.rows(golden.doubles("source"), 3)).matrix();
        WordMatrix target = Words.of("t", Words.rows(golden.doubles("target"), 3)).matrix();
        Adversary adversary = new Adversary(source, target, IDENTITY, settings(golden), 1)) {
      load(golden, "", adversary.discriminator());
      assertThat(adversary.discriminatorStep()).isCloseTo(golden.scalar("step.loss"), within());
      List<DenseLayer> layers = adversary.discriminator().layers();
      for (int i = 0; i < layers.size(); i++) {
        Close.check("w" + i, layers.get(i).weights(), golden.doubles("step.w" + i), SHARE, 0);
        Close.check("b" + i, layers.get(i).bias(), golden.doubles("step.b" + i), SHARE, 0);
      }
      adversary.mappingStep(golden.facts().get("rate").asDouble());
      Close.check("mapping", adversary.mapping(), golden.doubles("step.mapping"), SHARE, 0);
    }
  }

  private static AdversarialSettings settings(Golden golden) {
    AdversarialSettings usual = new ConfigFile().defaults(AdversarialSettings.class);
    return new AdversarialSettings(
        usual.words(),
        1,
        1,
        1,
        golden.facts().get("batch").asInt(),
        1,
        5,
        Optional.of(1.0),
        golden.facts().get("slope").asDouble(),
        0,
        golden.facts().get("smoothing").asDouble(),
        golden.facts().get("rate").asDouble(),
        1,
        1,
        golden.facts().get("orthogonality").asDouble());
  }
}

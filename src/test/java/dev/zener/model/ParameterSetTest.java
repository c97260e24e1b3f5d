package dev.zener.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What parameters declare: where they belong, how they start, and whether they decay. */
class ParameterSetTest {
  private static final TaggerShape SHAPE =
      new TaggerShape(EncoderShape.bert(7, 4, 3, 2, 6, 5, 2), 5, List.of(1, 2));

  @Test
  void decaySparesBiasesAndLayerNorm() {
    Set<String> spared = new TreeSet<>();
    for (ParameterSpec spec : SHAPE.parameters()) {
      if (!spec.decays()) {
        spared.add(spec.name().replaceAll("\\.\\d+\\.", ".i."));
      }
    }
    assertThat(spared)
        .containsExactlyInAnyOrder(
            "bert.embeddings.LayerNorm.weight",
            "bert.embeddings.LayerNorm.bias",
            "bert.encoder.layer.i.attention.self.query.bias",
            "bert.encoder.layer.i.attention.self.key.bias",
            "bert.encoder.layer.i.attention.self.value.bias",
            "bert.encoder.layer.i.attention.output.dense.bias",
            "bert.encoder.layer.i.attention.output.LayerNorm.weight",
            "bert.encoder.layer.i.attention.output.LayerNorm.bias",
            "bert.encoder.layer.i.intermediate.dense.bias",
            "bert.encoder.layer.i.output.dense.bias",
            "bert.encoder.layer.i.output.LayerNorm.weight",
            "bert.encoder.layer.i.output.LayerNorm.bias",
            "classifier.bias",
            "heads.i.bias");
  }

  @Test
  void everyParameterIsInTheGroupOfItsPart() {
    SHAPE
        .parameters()
        .forEach(
            spec -> {
              String name = spec.name();
              ParameterGroup expected =
                  name.startsWith("bert.embeddings.")
                      ? ParameterGroup.EMBEDDINGS
                      : name.startsWith("bert.encoder.layer.")
                          ? ParameterGroup.layer(name.charAt(19) - '0' + 1)
                          : name.startsWith("heads.")
                              ? ParameterGroup.innerHead(name.charAt(6) - '0')
                              : name.equals("omega") ? ParameterGroup.LOSS : ParameterGroup.HEAD;
              assertThat(spec.group()).as(name).isEqualTo(expected);
            });
  }

  /** Runs of older versions go on, and their seeds mean the same. */
  @Test
  void valuesDependOnlyOnTheNameAndTheSeed() {
    try (Parameters parameters = Parameters.random(SHAPE, 3)) {
      parameters
          .tensors()
          .forEach(
              (name, tensor) -> {
                Random random = new Random(3 * 0x9E3779B97F4A7C15L + name.hashCode());
                float[] expected = new float[tensor.size()];
                for (int i = 0; i < expected.length; i++) {
                  expected[i] = (float) initial(name, random);
                }
                assertThat(tensor.toFloats()).as(name).isEqualTo(expected);
              });
    }
  }

  private static double initial(String name, Random random) {
    if (name.equals("omega")) {
      return 2 * random.nextDouble() - 1;
    }
    if (name.endsWith("LayerNorm.weight")) {
      return 1;
    }
    return name.endsWith(".bias") ? 0 : 0.02 * random.nextGaussian();
  }

  @Test
  void counterpartsHaveTheSamePlaceInTheirGroup() {
    ParameterSet small = SHAPE.encoder().withLayers(1).parameters();
    Map<String, ParameterSpec> counterparts =
        small.counterparts(
            SHAPE.parameters(), group -> group.layer() == 1 ? ParameterGroup.layer(3) : group);
    assertThat(counterparts.keySet()).isEqualTo(small.names());
    assertThat(counterparts.get("bert.encoder.layer.0.intermediate.dense.bias").name())
        .isEqualTo("bert.encoder.layer.2.intermediate.dense.bias");
  }

  @Test
  void aGroupThatIsNotThereHasNoCounterparts() {
    ParameterSet encoder = SHAPE.encoder().parameters();
    assertThat(SHAPE.parameters().counterparts(encoder, UnaryOperator.identity()).keySet())
        .isEqualTo(encoder.names());
  }

  @Test
  void aNameThatIsNotThereIsAnError() {
    assertThatThrownBy(() -> SHAPE.parameters().get("heads.3.bias"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("heads.3.bias")
        .hasMessageContaining("classifier.bias");
  }
}

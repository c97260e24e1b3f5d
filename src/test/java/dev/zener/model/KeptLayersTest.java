package dev.zener.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeptLayersTest {
  private static final EncoderShape ENCODER = EncoderShape.bert(7, 4, 3, 2, 6, 5, 2);

  @ParameterizedTest
  @CsvSource({
    "bert.encoder.layer.0.output.dense.bias,bert.encoder.layer.1.output.dense.bias",
    "bert.encoder.layer.2.output.LayerNorm.bias,bert.encoder.layer.11.output.LayerNorm.bias",
    "heads.1.weight,heads.2.weight",
    "heads.2.bias,heads.10.bias",
    "classifier.weight,classifier.weight",
    "bert.embeddings.LayerNorm.bias,bert.embeddings.LayerNorm.bias",
    "omega,omega"
  })
  void aParameterIsThatOfTheLayerItWas(String name, String original) {
    TaggerShape shape = new TaggerShape(ENCODER, 5, List.of(1, 2));
    KeptLayers kept = new KeptLayers(List.of(2, 10, 12), 12);
    assertThat(kept.count()).isEqualTo(3);
    Map<String, String> originals = kept.originals(shape);
    assertThat(originals).hasSameSizeAs(shape.parameters().names());
    assertThat(originals).containsEntry(name, original);
    assertThat(KeptLayers.all(3).originals(shape)).containsEntry(name, name);
  }

  @Test
  void aGroupIsThatOfTheLayerItWas() {
    KeptLayers kept = new KeptLayers(List.of(2, 10, 12), 12);
    assertThat(kept.original(ParameterGroup.layer(3))).isEqualTo(ParameterGroup.layer(12));
    assertThat(kept.original(ParameterGroup.innerHead(2))).isEqualTo(ParameterGroup.innerHead(10));
    for (ParameterGroup once :
        List.of(ParameterGroup.EMBEDDINGS, ParameterGroup.HEAD, ParameterGroup.LOSS)) {
      assertThat(kept.original(once)).isEqualTo(once);
    }
  }

  @Test
  void layersAscendWithinTheEncoder() {
    for (List<Integer> wrong :
        List.of(List.of(0), List.of(2, 1), List.of(3, 3), List.of(5), List.<Integer>of())) {
      assertThatThrownBy(() -> new KeptLayers(wrong, 4))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("layers");
    }
  }
}

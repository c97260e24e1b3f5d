package dev.zener.pretrained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.zener.TaggedEntity;
import dev.zener.Tagger;
import dev.zener.label.LabelSet;
import dev.zener.model.EncoderShape;
import dev.zener.model.Parameters;
import dev.zener.model.TaggerShape;
import dev.zener.weights.DType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The temperature of a model is stored with it and applied. */
class ConfidenceTest {
  private static final LabelSet LABELS = LabelSet.of(List.of("PER"));
  private static final Confidence WARM = new Confidence(2, 0.2, 0.1, "source dev");

  @TempDir Path temp;

  private Path tagger(String name, Map<String, String> info) {
    EncoderShape encoder = EncoderShape.bert(SmallBert.TOKENIZER.size(), 16, 2, 2, 20, 16, 2);
    try (Parameters p = Parameters.random(new TaggerShape(encoder, LABELS.size(), List.of(1)), 3)) {
      // tags everything; the first word of a text is treated like any other
      p.get("classifier.bias").set(LABELS.index("B-PER"), 1.5);
      ModelWriter.write(temp.resolve(name), p, LABELS, SmallBert.TOKENIZER, DType.F32, info);
    }
    return temp.resolve(name);
  }

  @Test
  void itIsAppliedToWhatATaggerSays() {
    List<TaggedEntity> plain = entities(tagger("plain", Map.of()));
    List<TaggedEntity> warm = entities(tagger("warm", WARM.info()));
    assertThat(plain).isNotEmpty();
    for (int i = 0; i < plain.size(); i++) {
      assertThat(warm.get(i).text()).isEqualTo(plain.get(i).text());
      // logits of the three labels: 1.5, 0 and 0, except for small random numbers of the encoder
      assertThat(plain.get(i).confidence()).isCloseTo(odds(1.5), within(0.05));
      assertThat(warm.get(i).confidence()).isCloseTo(odds(0.75), within(0.05));
    }
  }

  private static double odds(double logit) {
    return Math.exp(logit) / (Math.exp(logit) + 2);
  }

  private static List<TaggedEntity> entities(Path model) {
    try (Tagger tagger = Tagger.open(model)) {
      return tagger.tag("Ana ide u Zagreb.").entities();
    }
  }

  @Test
  void conversionsKeepItButForAnotherHead() {
    ModelSource model = ModelSource.of(tagger("tagger", WARM.info()));
    Conversion.run(model, temp.resolve("same"), Conversion.Settings.DEFAULTS);
    assertThat(ModelDirectory.open(temp.resolve("same")).confidence()).isEqualTo(WARM);
    Conversion.run(model, temp.resolve("cut"), Conversion.Settings.DEFAULTS.withLayers(1));
    ModelDirectory cut = ModelDirectory.open(temp.resolve("cut"));
    assertThat(cut.confidence()).isEqualTo(Confidence.UNCALIBRATED);
    assertThat(cut.info()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "zener_temperature,warm",
    "zener_temperature,NaN",
    "zener_temperature,0",
    "zener_temperature,-1",
    "zener_temperature,Infinity",
    "zener_calibration_error,1.5"
  })
  void aDamagedOneIsAnError(String key, String value) {
    Map<String, String> info = WARM.info();
    info.put(key, value);
    Path tagger = tagger("tagger", info);
    Errors.assertSays(
        () -> ModelDirectory.open(tagger),
        tagger.resolve("zener.safetensors") + ": " + key + " is '" + value + "'; allowed:");
  }
}

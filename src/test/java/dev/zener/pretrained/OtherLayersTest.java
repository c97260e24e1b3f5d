package dev.zener.pretrained;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.delta.Rank;
import dev.zener.device.ElementType;
import dev.zener.label.LabelSet;
import dev.zener.model.TaggerShape;
import dev.zener.weights.DType;
import dev.zener.weights.TensorSource;
import dev.zener.weights.WeightFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Heads with layers that are not computed are never taken for taggers. */
class OtherLayersTest {
  @TempDir Path temp;

  /** The golden tagger with more tensors. */
  private Path with(String... names) throws IOException {
    TinyModel model = TinyModel.copy(temp.resolve("m"));
    List<String> more = new ArrayList<>(List.of(names));
    return model.weights(
            tensor -> {
              List<TensorSource> all = new ArrayList<>(List.of(tensor));
              more.forEach(name -> all.add(TinyModel.zeros(name, 2)));
              more.clear();
              return all.stream();
            })
        .directory;
  }

  @Test
  void aCrfIsNamedInTheError() throws IOException {
    Path model = with("crf.transitions", "crf.start_transitions", "lstm.weight_ih_l0");
    ModelDirectory opened = ModelDirectory.open(model);
    assertThat(opened.isTagger()).isFalse();
    String[] said = {
      model.toString(),
      "layers that are not computed here, crf.* (2), lstm.weight_ih_l0",
      "so the tags would not be those of the model",
      "(`encoderOnly: true`)"
    };
    Errors.assertSays(() -> opened.load(ElementType.FLOAT32), said);
    Errors.assertSays(opened::labels, said);
    Errors.assertSays(
        () ->
            Conversion.run(
                ModelSource.of(model), temp.resolve("out"), Conversion.Settings.DEFAULTS),
        said);
    assertThat(temp.resolve("out")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"lstm.weight_ih_l0", "hidden2tag.weight", "module.crf.transitions", "dense.bias"})
  void everyOtherLayerCounts(String name) throws IOException {
    assertThat(ModelDirectory.open(with(name)).isTagger()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bert.pooler.dense.weight",
        "pooler.dense.bias",
        "cls.predictions.bias",
        "cls.seq_relationship.weight",
        "bert.embeddings.position_ids",
        "bert.encoder.layer.7.output.dense.bias",
        "bert/encoder/layer_0/output/dense/kernel/adam_m",
        "global_step",
        "loss_fct.weight"
      })
  void whatChangesNoTagIsHarmless(String name) throws IOException {
    ModelDirectory model = ModelDirectory.open(with(name));
    assertThat(model.labels()).isEqualTo(ModelDirectory.open(TinyModel.TINY).labels());
    model.load(ElementType.FLOAT32).close();
  }

  /** Training starts from the encoder, so what lies above it does not matter. */
  @Test
  void theEncoderCanBeTrained() throws IOException {
    ModelDirectory model = ModelDirectory.open(with("crf.transitions"));
    TaggerShape shape = new TaggerShape(model.encoder(), 3, List.of());
    try (LoadedModel loaded = model.loadEncoder(shape, ElementType.FLOAT32, 1)) {
      assertThat(loaded.report().unused())
          .containsExactlyInAnyOrder("classifier.bias", "classifier.weight", "crf.transitions");
    }
  }

  @Test
  void theEncoderAloneIsConvertedOnRequest() throws IOException {
    Path model = with("crf.transitions", "lstm.weight_ih_l0");
    Conversion.Result result = encoderOnly(model);
    assertThat(result.tagger()).isFalse();
    assertThat(result.lines())
        .contains("unused 4: crf.transitions, lstm.weight_ih_l0, classifier.* (2)")
        .last()
        .asString()
        .endsWith("an encoder without a head, since only the encoder was asked for");
    assertEncoder();
  }

  /** Labels that cannot be understood do not matter to the encoder; nor does a decoding. */
  @Test
  void anyHeadIsLeftOut() throws IOException {
    TinyModel model = TinyModel.copy(temp.resolve("m")).config("id2label", "{\"0\":\"7\"}");
    InnerHeads.write(model.directory, Map.of(ModelDirectory.DECODING, "viterbi"), List.of());
    encoderOnly(model.directory);
    assertThat(temp.resolve("out/zener.safetensors")).doesNotExist();
    assertEncoder();
  }

  private Conversion.Result encoderOnly(Path model) {
    return Conversion.run(
        ModelSource.of(model), temp.resolve("out"), Conversion.Settings.DEFAULTS.withEncoderOnly());
  }

  private void assertEncoder() {
    try (WeightFile golden = WeightFile.open(TinyModel.TINY.resolve("model.safetensors"));
        WeightFile out = WeightFile.open(temp.resolve("out/model.safetensors"))) {
      List<String> encoder = golden.names().stream().filter(n -> n.startsWith("bert.")).toList();
      assertThat(out.names()).containsExactlyInAnyOrderElementsOf(encoder);
      assertThat(encoder).allSatisfy(n -> assertThat(out.floats(n)).isEqualTo(golden.floats(n)));
    }
    assertThat(ModelDirectory.open(temp.resolve("out")).isTagger()).isFalse();
  }

  /** The labels are those of the delta; what else its base has is not part of the tagger. */
  @Test
  void otherLayersOfABaseDoNotMatter() throws IOException {
    Path base = with("crf.transitions");
    Path delta = temp.resolve("delta");
    DeltaConversion.run(
        ModelSource.of(TinyModel.TINY), ModelSource.of(base), delta, Rank.of(1), DType.F32);
    LabelSet labels = ModelDirectory.open(delta).labels();
    assertThat(labels).isEqualTo(ModelDirectory.open(TinyModel.TINY).labels());
  }
}

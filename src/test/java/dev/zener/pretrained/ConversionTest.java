package dev.zener.pretrained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.weights.DType;
import dev.zener.weights.SafetensorsWriter;
import dev.zener.weights.TensorSource;
import dev.zener.weights.WeightFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Every supported directory is converted to our layout with the same numbers. */
class ConversionTest {
  @TempDir Path temp;

  private Conversion.Result convert(Path source) {
    return Conversion.run(
        ModelSource.of(source), temp.resolve("out"), Conversion.Settings.DEFAULTS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pytorch_model.bin", "pytorch_model.legacy.bin"})
  void anOldCheckpointBecomesAnEncoderWithItsPooler(String file) {
    Conversion.Result result = convert(TinyModel.OLD.resolve(file));
    assertThat(result.tagger()).isFalse();
    assertThat(result.dtype()).isEqualTo(DType.F32);
    assertThat(result.report().unused())
        .hasSize(8)
        .allMatch(n -> n.matches("cls.*|.*position_ids"));
    assertThat(result.lines())
        .last()
        .asString()
        .contains("wrote", "in F32", "an encoder without a head", "have no classifier.weight");
    assertThat(architecture()).isEqualTo("[\"BertModel\"]");
    try (WeightFile old = WeightFile.open(TinyModel.OLD.resolve(file));
        WeightFile out = open()) {
      assertThat(out.names()).hasSize(39);
      for (String name : out.names()) {
        String was =
            name.substring("bert.".length())
                .replace("LayerNorm.weight", "LayerNorm.gamma")
                .replace("LayerNorm.bias", "LayerNorm.beta");
        assertThat(out.floats(name)).as(name).isEqualTo(old.floats(was));
      }
    }
    ModelDirectory read = ModelDirectory.open(temp.resolve("out"));
    assertThat(read.encoder()).isEqualTo(ModelDirectory.open(TinyModel.OLD).encoder());
  }

  @Test
  void aTaggerStaysOneWithItsInnerHeadsAndInfo() throws IOException {
    TinyModel copy = TinyModel.copy(temp.resolve("in"));
    InnerHeads.write(
        copy.directory,
        Map.of("method", "msd"),
        List.of(
            TensorSource.of("heads.1.weight", ramp(60), 5, 12),
            TensorSource.of("heads.1.bias", ramp(5), 5),
            TensorSource.of("omega", ramp(1), 1)));
    Conversion.Result result = convert(copy.directory);
    assertThat(result.tagger()).isTrue();
    assertThat(result.lines()).last().asString().endsWith("in F32: a tagger");
    assertThat(architecture()).isEqualTo("[\"BertForTokenClassification\"]");
    ModelDirectory read = ModelDirectory.open(temp.resolve("out"));
    assertThat(read.labels()).isEqualTo(ModelDirectory.open(TinyModel.TINY).labels());
    assertThat(read.headLayers()).containsExactly(1);
    assertThat(read.info()).isEqualTo(Map.of("method", "msd"));
    try (WeightFile golden = WeightFile.open(TinyModel.TINY.resolve("model.safetensors"));
        WeightFile out = open();
        WeightFile inner = WeightFile.open(temp.resolve("out/zener.safetensors"))) {
      assertThat(out.names()).containsExactlyInAnyOrderElementsOf(golden.names());
      out.names().forEach(n -> assertThat(out.floats(n)).as(n).isEqualTo(golden.floats(n)));
      assertThat(inner.names()).doesNotContain("classifier.weight").contains("omega");
      assertThat(inner.floats("heads.1.weight")).isEqualTo(ramp(60));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F16", "BF16"})
  void theTypeIsChosenOrStaysAsItIs(DType dtype) {
    Path chosen = temp.resolve("chosen");
    Conversion.run(
        ModelSource.of(TinyModel.TINY), chosen, Conversion.Settings.DEFAULTS.withDtype(dtype));
    Conversion.Result again = convert(chosen);
    assertThat(again.dtype()).isEqualTo(dtype);
    assertThat(chosen.resolve("model.safetensors"))
        .hasSameBinaryContentAs(temp.resolve("out/model.safetensors"));
    try (WeightFile out = open()) {
      out.names().forEach(n -> assertThat(out.info(n).dtype()).isEqualTo(dtype));
    }
  }

  @Test
  void doublesBecomeFloats() throws IOException {
    TinyModel copy = TinyModel.copy(temp.resolve("in")).weights(t -> Stream.of(t.as(DType.F64)));
    assertThat(convert(copy.directory).dtype()).isEqualTo(DType.F32);
  }

  @Test
  void aTiedDecoderIsToldFromOneOfItsOwn() throws IOException {
    String words = "bert.embeddings.word_embeddings.weight";
    Path source = TinyModel.copy(temp.resolve("in")).config("architectures", "").directory;
    try (WeightFile golden = WeightFile.open(TinyModel.TINY.resolve("model.safetensors"))) {
      List<TensorSource> tensors = new ArrayList<>();
      ModelDirectory.open(TinyModel.TINY)
          .encoder()
          .parameters()
          .names()
          .forEach(name -> tensors.add(TensorSource.of(golden, name)));
      tensors.add(TensorSource.of(golden, words).named("cls.tied"));
      tensors.add(TinyModel.zeros("cls.own", 57, 12));
      SafetensorsWriter.write(source.resolve("model.safetensors"), Map.of(), tensors);
    }
    LoadReport report = convert(source).report();
    assertThat(report.tied()).containsExactly("cls.tied");
    assertThat(report.unused()).containsExactly("cls.own");
  }

  @Test
  void aTargetThatIsThereIsRefusedBeforeTheSourceIsRead() throws IOException {
    Path kept = Files.writeString(Files.createDirectory(temp.resolve("out")).resolve("a"), "kept");
    Errors.assertSays(() -> convert(temp.resolve("no source")), "out: already exists");
    assertThat(kept).hasContent("kept");
  }

  @Test
  void aFaultySourceLeavesNoTarget() throws IOException {
    TinyModel copy =
        TinyModel.copy(temp.resolve("in"))
            .weights(t -> Stream.of(t).filter(x -> !x.info().name().endsWith("key.bias")));
    Errors.assertSays(() -> convert(copy.directory), "layer.0.attention.self.key.bias");
    assertThatThrownBy(
            () ->
                Conversion.run(
                    ModelSource.of(TinyModel.TINY),
                    out(),
                    Conversion.Settings.DEFAULTS.withDtype(DType.F64)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("allowed: [F32, F16, BF16]");
    assertThat(temp.toFile().list()).containsExactly("in");
  }

  private Path out() {
    return temp.resolve("out");
  }

  private WeightFile open() {
    return WeightFile.open(out().resolve("model.safetensors"));
  }

  private String architecture() {
    return JsonMapper.shared()
        .readTree(out().resolve("config.json"))
        .get("architectures")
        .toString();
  }

  private static float[] ramp(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = 0.1f * i + 0.3f;
    }
    return values;
  }
}

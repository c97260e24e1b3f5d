package dev.zener.pretrained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.zener.device.ElementType;
import dev.zener.label.LabelSet;
import dev.zener.model.EncoderShape;
import dev.zener.model.Parameters;
import dev.zener.model.TaggerShape;
import dev.zener.weights.DType;
import dev.zener.weights.WeightFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Written models are complete, can be read again, and have HuggingFace's layout. */
class ModelWriterTest {
  private static final LabelSet LABELS = LabelSet.of(List.of("PER", "LOC"));

  @TempDir Path temp;
  private final ModelDirectory tiny = ModelDirectory.open(TinyModel.TINY);
  private final TaggerShape shape = new TaggerShape(tiny.encoder(), 5, List.of(1));
  private final Parameters parameters = Parameters.random(shape, 3);

  @AfterEach
  void close() {
    parameters.close();
  }

  private void write(Path target, Parameters p, LabelSet labels, DType dtype) {
    ModelWriter.write(target, p, labels, tiny.tokenizer(), dtype, Map.of("method", "msd"));
  }

  @Test
  void aTaggerReadsBackBitForBit() {
    write(temp.resolve("new/m"), parameters, LABELS, DType.F32);
    ModelDirectory read = ModelDirectory.open(temp.resolve("new/m"));
    assertThat(read.labels()).isEqualTo(LABELS);
    assertThat(read.shape()).isEqualTo(shape);
    assertThat(read.info()).containsExactly(Map.entry("method", "msd"));
    assertThat(read.tokenizer().pieces()).isEqualTo(tiny.tokenizer().pieces());
    assertThat(read.tokenizer().normalization()).isEqualTo(tiny.tokenizer().normalization());
    try (LoadedModel model = read.load(ElementType.FLOAT32)) {
      assertThat(model.report().lines()).hasSize(1);
      model
          .parameters()
          .tensors()
          .forEach(
              (name, t) ->
                  assertThat(t.toFloats()).as(name).isEqualTo(parameters.get(name).toFloats()));
    }
  }

  @ParameterizedTest
  @CsvSource({"F16, 11, -14", "BF16, 8, -126"})
  void halvesAreRoundedToNearestAndInnerHeadsAreNot(DType dtype, int bits, int smallest) {
    write(temp.resolve("m"), parameters, LABELS, dtype);
    try (WeightFile file = WeightFile.open(temp.resolve("m/model.safetensors"));
        WeightFile inner = WeightFile.open(temp.resolve("m/zener.safetensors"))) {
      String name = "bert.encoder.layer.1.output.dense.weight";
      assertThat(file.info(name).dtype()).isEqualTo(dtype);
      float[] written = file.floats(name);
      float[] exact = parameters.get(name).toFloats();
      for (int i = 0; i < exact.length; i++) {
        int exponent = Math.max(Math.getExponent(exact[i]), smallest);
        double halfUnit = Math.scalb(1.0, exponent - bits);
        assertThat((double) written[i]).isCloseTo(exact[i], within(halfUnit));
      }
      assertThat(written).isNotEqualTo(exact);
      assertThat(inner.floats("heads.1.weight"))
          .isEqualTo(parameters.get("heads.1.weight").toFloats());
    }
  }

  @Test
  void doublesAreWrittenAsFloats() {
    try (Parameters doubles = Parameters.zeros(shape, ElementType.FLOAT64)) {
      doubles.tensors().forEach((n, t) -> t.setDoubles(parameters.get(n).toDoubles()));
      write(temp.resolve("m"), doubles, LABELS, DType.F32);
      write(temp.resolve("f"), parameters, LABELS, DType.F32);
      assertThat(temp.resolve("m/model.safetensors"))
          .hasSameBinaryContentAs(temp.resolve("f/model.safetensors"));
      assertThat(temp.resolve("m/zener.safetensors"))
          .hasSameBinaryContentAs(temp.resolve("f/zener.safetensors"));
    }
  }

  @Test
  void theLayoutIsHuggingFaces() throws IOException {
    write(temp.resolve("m"), parameters, LABELS, DType.BF16);
    assertThat(names(temp.resolve("m")))
        .containsExactlyInAnyOrder(
            "config.json",
            "model.safetensors",
            "tokenizer_config.json",
            "vocab.txt",
            "zener.safetensors");
    JsonNode config = JsonMapper.shared().readTree(temp.resolve("m/config.json"));
    JsonNode golden = JsonMapper.shared().readTree(TinyModel.TINY.resolve("config.json"));
    Stream.of(
            "architectures",
            "model_type",
            "hidden_act",
            "id2label",
            "label2id",
            "layer_norm_eps",
            "vocab_size",
            "intermediate_size",
            "max_position_embeddings",
            "type_vocab_size",
            "num_attention_heads",
            "num_hidden_layers",
            "pad_token_id",
            "transformers_version")
        .forEach(key -> assertThat(config.get(key)).as(key).isEqualTo(golden.get(key)));
    assertThat(config.get("dtype").asString()).isEqualTo("bfloat16");
    try (WeightFile ours = WeightFile.open(temp.resolve("m/model.safetensors"));
        WeightFile theirs = WeightFile.open(TinyModel.TINY.resolve("model.safetensors"))) {
      assertThat(ours.names()).containsExactlyInAnyOrderElementsOf(theirs.names());
      assertThat(ours.metadata()).isEqualTo(Map.of("format", "pt"));
    }
  }

  @Test
  void nothingIsWrittenBesideATaggerWithoutInnerHeadsOrInfo() {
    try (Parameters plain =
        Parameters.random(new TaggerShape(shape.encoder(), shape.labels(), List.of()), 3)) {
      ModelWriter.write(temp.resolve("m"), plain, LABELS, tiny.tokenizer(), DType.F32, Map.of());
    }
    assertThat(temp.resolve("m/zener.safetensors")).doesNotExist();
    assertThat(ModelDirectory.open(temp.resolve("m")).headLayers()).isEmpty();
  }

  @Test
  void anEmptyDirectoryIsFilledAndAnyOtherTargetRefused() throws IOException {
    Path empty = Files.createDirectory(temp.resolve("empty"));
    write(empty, parameters, LABELS, DType.F32);
    assertThat(empty.resolve("config.json")).exists();
    Errors.assertSays(
        () -> write(empty, parameters, LABELS, DType.F32),
        empty.toString(),
        "already exists",
        "name another directory");
    Path file = Files.writeString(temp.resolve("file"), "kept");
    Errors.assertSays(() -> write(file, parameters, LABELS, DType.F32), "already exists");
    assertThat(file).hasContent("kept");
    assertThat(names(temp)).containsExactlyInAnyOrder("empty", "file");
  }

  @Test
  void afterAFailureNothingIsThere() throws IOException {
    Path target = temp.resolve("m");
    assertThatThrownBy(
            () ->
                FreshDirectory.write(
                    target,
                    directory -> {
                      InnerHeads.write(directory, Map.of("half", "written"), List.of());
                      throw new IllegalStateException("disk full");
                    }))
        .hasMessage("disk full");
    assertThat(names(temp)).isEmpty();
  }

  @Test
  void whatDoesNotBelongTogetherIsRefused() {
    Path target = temp.resolve("m");
    assertThatThrownBy(() -> write(target, parameters, LabelSet.of(List.of("PER")), DType.F32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("head of 5 rows");
    EncoderShape narrow =
        EncoderShape.bert(56, 12, 2, 2, 20, 32, 2).withRates(new EncoderShape.Rates(0, 0, 0.02));
    try (Parameters p =
        Parameters.zeros(new TaggerShape(narrow, 5, List.of()), parameters.type())) {
      assertThatThrownBy(() -> write(target, p, LABELS, DType.F32))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("57 pieces for 56 rows");
    }
    assertThat(target).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource(names = {"F64", "I32", "BOOL"})
  void otherTypesAreRefused(DType dtype) {
    assertThatThrownBy(() -> write(temp.resolve("m"), parameters, LABELS, dtype))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("allowed: [F32, F16, BF16]");
  }

  private static Set<String> names(Path directory) throws IOException {
    try (Stream<Path> content = Files.list(directory)) {
      return content.map(path -> path.getFileName().toString()).collect(Collectors.toSet());
    }
  }
}

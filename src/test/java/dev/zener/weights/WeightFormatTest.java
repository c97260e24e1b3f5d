package dev.zener.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.problem.InputException;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeightFormatTest {
  @SuppressWarnings("unused")
  static final java.util.List<String> FILES = Golden.SAME;

  @TempDir Path folder;

  private void refused(Path file, String... parts) {
    assertThatThrownBy(() -> WeightFile.open(file))
        .isExactlyInstanceOf(InputException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContainingAll(parts);
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  @ParameterizedTest
  @CsvSource({
    "golden.safetensors, safetensors",
    "zip.bin, PyTorch zip",
    "legacy.bin, PyTorch before 1.6",
    "legacy-protocol4.bin, PyTorch before 1.6"
  })
  void theContentDecidesNotTheName(String name, String format) throws IOException {
    Path copy = Files.copy(Golden.path(name), folder.resolve("weights.xyz"));
    try (WeightFile weights = WeightFile.open(copy)) {
      assertThat(weights.description()).isEqualTo(format + " " + copy);
    }
  }

  @Test
  void whatIsNoWeightFile() throws IOException {
    refused(folder.resolve("missing"), "no such file");
    refused(folder, "not a file");
    refused(file("empty", ""), "neither safetensors");
    refused(file("page", "<!doctype html>"), "neither safetensors");
    refused(
        file("pointer", "version https://git-lfs.github.com/spec/v1\noid sha256:0\n"),
        "git lfs pull");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sharded-safetensors/model.safetensors.index.json",
        "sharded-bin/pytorch_model.bin.index.json"
      })
  void shards(String index) {
    try (WeightFile weights = WeightFile.open(Golden.path(index))) {
      assertThat(weights.names()).containsExactly("f32", "f64", "f16", "i64");
      assertThat(weights.info("f32")).hasToString("F32[3, 4]");
      assertThat(weights.floats("f32")).startsWith(-0.5f, -0.375f).endsWith(0.875f);
      assertThat(weights.floats("f16")).startsWith(0, -0.0f, 1, -1.5f);
      long[] last = new long[1];
      weights.read("i64", 3, LongBuffer.wrap(last));
      assertThat(last).containsExactly(Long.MAX_VALUE);
      assertThat(weights.description()).contains("-00001-of-00002", "-00002-of-00002");
      assertThatThrownBy(() -> weights.info("x")).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void tensorsThatTheIndexDoesNotListAreCounted() throws IOException {
    Files.copy(Golden.path("golden.safetensors"), folder.resolve("a.safetensors"));
    Path index = file("index.json", "{\"weight_map\": {\"f32\": \"a.safetensors\"}}");
    try (WeightFile weights = WeightFile.open(index)) {
      assertThat(weights.names()).containsExactly("f32");
      assertThat(weights.description()).endsWith("19 tensors not listed");
    }
  }

  @Test
  void indexesThatLie() throws IOException {
    Files.copy(Golden.path("golden.safetensors"), folder.resolve("a.safetensors"));
    refused(file("1", "{\"weight_map\": {\"f32\": \"b.bin\"}}"), "b.bin: no such file");
    refused(file("2", "{\"weight_map\": {\"x\": \"a.safetensors\"}}"), "'x'", "a.safetensors");
    refused(file("3", "{\"weight_map\": {\"x\": \"../a\"}}"), "'x'", "'../a'");
    refused(file("4", "{\"weight_map\": {\"x\": \"/etc/passwd\"}}"), "'/etc/passwd'");
    refused(file("5", "{\"weight_map\": {\"x\": \"..\"}}"), "'..'");
    refused(file("6", "{\"weight_map\": {\"x\": 1}}"), "weight_map must be a string");
    refused(
        file("long", "{\"weight_map\": {\"x\": \"" + "a".repeat(256) + "\"}}"),
        "the plain name of a file");
    refused(file("7", "{\"metadata\": {}}"), "no weight_map");
    refused(file("8", "{\"weight_map\": {\"x\": \"a\", \"x\": \"a\"}}"), "Duplicate");
    refused(file("9", "{\"weight_map\": {"), "JSON");
    refused(
        file("self", "{\"weight_map\": {\"x\": \"self\"}}"),
        "self: is an index; expected: a weight file");
  }

  @ParameterizedTest
  @FieldSource("FILES")
  void cutShortAnywhere(String name) {
    byte[] whole = Golden.bytes(name);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> Golden.parse(cut))
          .as("%s cut to %d", name, length)
          .isExactlyInstanceOf(InputException.class);
    }
  }

  @Test
  void wrongQuestions() {
    WeightFile weights = WeightFile.open(Golden.path("zip.bin"));
    assertThatThrownBy(() -> weights.info("nothing"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'nothing'");
    assertThatThrownBy(() -> weights.floats("i64"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("I64[4]");
    assertThatThrownBy(() -> weights.read("i64", 0, FloatBuffer.allocate(1)))
        .hasMessageContaining("LongBuffer");
    assertThatThrownBy(() -> weights.read("f32", 0, LongBuffer.allocate(1)))
        .hasMessageContaining("FloatBuffer");
    for (long from : new long[] {12, -1, Long.MAX_VALUE}) {
      assertThatThrownBy(() -> weights.read("f32", from, FloatBuffer.allocate(1)))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
    weights.close();
    weights.close();
    assertThatThrownBy(() -> weights.info("f32"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }
}

package dev.zener.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsWriterTest {
  private static final Map<String, String> PT = Map.of("format", "pt");

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("model.safetensors");
  }

  private List<String> files() throws IOException {
    try (Stream<Path> list = Files.list(folder)) {
      return list.map(path -> path.getFileName().toString()).toList();
    }
  }

  /** The Python library sorts the tensors; ours must have the same order and the same bytes. */
  @ParameterizedTest
  @ValueSource(strings = {"golden.safetensors", "zip.bin", "legacy.bin"})
  void writesTheBytesOfThePythonLibrary(String source) throws IOException {
    try (WeightFile golden = WeightFile.open(Golden.path("golden.safetensors"));
        WeightFile weights = WeightFile.open(Golden.path(source))) {
      SafetensorsWriter.write(
          file(), PT, golden.names().stream().map(name -> TensorSource.of(weights, name)).toList());
    }
    assertThat(file()).hasBinaryContent(Golden.bytes("golden.safetensors"));
    assertThat(files()).containsExactly("model.safetensors");
  }

  @Test
  void arraysOfEveryKind() {
    double[] doubles = {1.0 / 3, -0.0, 1e300};
    SafetensorsWriter.write(
        file(),
        Map.of(),
        List.of(
            TensorSource.of("half", new float[] {1 / 3f, 70000}, 2).as(DType.F16),
            TensorSource.of("f", new float[] {1, 2, 3, 4}, 2, 2),
            TensorSource.of("d", doubles, 3),
            TensorSource.of("i", new int[] {5}),
            TensorSource.of("l", new long[] {-7}, 1, 1),
            TensorSource.of("l8", new long[] {-128, 127}, 2).as(DType.I8),
            TensorSource.of("brain", doubles, 3).as(DType.BF16).named("renamed")));
    try (WeightFile weights = WeightFile.open(file())) {
      assertThat(weights.names().stream().map(name -> name + " " + weights.info(name)))
          .containsExactly(
              "d F64[3]",
              "l I64[1, 1]",
              "f F32[2, 2]",
              "i I32[]",
              "half F16[2]",
              "renamed BF16[3]",
              "l8 I8[2]");
      assertThat(weights.floats("f")).containsExactly(1, 2, 3, 4);
      assertThat(weights.floats("half")).containsExactly(0x1.554p-2f, Float.POSITIVE_INFINITY);
      assertThat(weights.floats("renamed"))
          .containsExactly(0x1.56p-2f, -0.0f, Float.POSITIVE_INFINITY);
      double[] read = new double[3];
      weights.read("d", 0, DoubleBuffer.wrap(read));
      assertThat(read).containsExactly(doubles);
      long[] longs = new long[2];
      weights.read("l8", 0, LongBuffer.wrap(longs));
      assertThat(longs).containsExactly(-128, 127);
      assertThat(weights.metadata()).isEmpty();
    }
  }

  @Test
  void metadataIsWrittenInOrderWhateverTheMapsOwn() throws IOException {
    Map<String, String> facts = new LinkedHashMap<>();
    List.of("seed", "format", "method").forEach(key -> facts.put(key, "x"));
    SafetensorsWriter.write(file(), facts, List.of(TensorSource.of("i", new int[] {5})));
    assertThat(Files.readString(file(), StandardCharsets.ISO_8859_1))
        .contains("{\"__metadata__\":{\"format\":\"x\",\"method\":\"x\",\"seed\":\"x\"}");
  }

  @Test
  void elementsStandAtMultiplesOfTheirWidth() throws IOException {
    SafetensorsWriter.write(
        file(),
        PT,
        List.of(
            TensorSource.of("odd", new long[] {1}, 1).as(DType.U8),
            TensorSource.of("wide", new double[] {1}, 1),
            TensorSource.of("half", new float[] {1, 2, 3}, 3).as(DType.F16),
            TensorSource.of("float", new float[] {1}, 1)));
    byte[] bytes = Files.readAllBytes(file());
    int length = Math.toIntExact(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong());
    assertThat(length % 8).isZero();
    SafetensorsHeader header =
        SafetensorsHeader.parse(ByteBuffer.wrap(bytes, 8, length), 8 + 4 + 6 + 1);
    assertThat(header.slots())
        .allSatisfy(slot -> assertThat(slot.begin() % slot.info().dtype().bytes()).isZero());
  }

  @Test
  void tensorsComeInAnyOrderAndInPieces() {
    Random random = new Random(3);
    float[] values = new float[700_001];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    TensorInfo big = new TensorInfo("big", DType.F32, new long[] {values.length});
    TensorInfo small = new TensorInfo("small", DType.I64, new long[] {2});
    TensorInfo empty = new TensorInfo("empty", DType.F64, new long[] {0});
    try (SafetensorsWriter writer =
        SafetensorsWriter.open(file(), PT, List.of(big, small, empty))) {
      writer.write("big", FloatBuffer.wrap(values, 0, 300_000));
      writer.write("small", LongBuffer.wrap(new long[] {1}));
      writer.write("big", FloatBuffer.wrap(values, 300_000, 400_001));
      writer.write("small", LongBuffer.wrap(new long[] {2}));
      assertThat(file()).doesNotExist();
    }
    try (WeightFile weights = WeightFile.open(file())) {
      assertThat(weights.floats("big")).isEqualTo(values);
      long[] longs = new long[2];
      weights.read("small", 0, LongBuffer.wrap(longs));
      assertThat(longs).containsExactly(1, 2);
    }
  }

  @Test
  void whatIsIncompleteNeverGetsTheName() throws IOException {
    Files.writeString(file(), "before");
    TensorInfo info = new TensorInfo("x", DType.F32, new long[] {2});
    SafetensorsWriter writer = SafetensorsWriter.open(file(), PT, List.of(info));
    writer.write("x", FloatBuffer.wrap(new float[] {1}));
    assertThatThrownBy(writer::close)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("'x'", "F32[2]", "1 elements");
    assertThat(file()).hasContent("before");
    assertThat(files()).containsExactly("model.safetensors");
  }

  @Test
  void aSourceThatFailsLeavesNothing() throws IOException {
    WeightFile weights = WeightFile.open(Golden.path("zip.bin"));
    TensorSource source = TensorSource.of(weights, "f32");
    weights.close();
    assertThatThrownBy(() -> SafetensorsWriter.write(file(), PT, List.of(source)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is closed");
    assertThat(files()).isEmpty();
  }

  @Test
  void misuse() {
    TensorInfo floats = new TensorInfo("f", DType.F32, new long[] {1});
    TensorInfo bytes = new TensorInfo("u", DType.U8, new long[] {1});
    assertThatThrownBy(() -> SafetensorsWriter.open(file(), PT, List.of(floats, floats)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'f'");
    TensorInfo reserved = new TensorInfo("__metadata__", DType.F32, new long[] {1});
    assertThatThrownBy(() -> SafetensorsWriter.open(file(), PT, List.of(reserved)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SafetensorsWriter.open(folder.resolve("no/file"), PT, List.of(floats)))
        .isInstanceOf(UncheckedIOException.class);
    SafetensorsWriter writer = SafetensorsWriter.open(file(), PT, List.of(floats, bytes));
    FloatBuffer one = FloatBuffer.wrap(new float[] {1});
    FloatBuffer two = FloatBuffer.wrap(new float[] {1, 2});
    assertThatThrownBy(() -> writer.write("g", one)).hasMessageContaining("'g' is not announced");
    assertThatThrownBy(() -> writer.write("u", one)).hasMessageContaining("U8[1]");
    assertThatThrownBy(() -> writer.write("f", two)).hasMessageContaining("too many");
    assertThatThrownBy(() -> writer.write("u", LongBuffer.wrap(new long[] {256})))
        .hasMessageContaining("256 does not fit U8");
    assertThatThrownBy(writer::close).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> TensorSource.of("f", new float[2], 3))
        .hasMessageContainingAll("'f'", "F32[3]", "2 elements");
    assertThatThrownBy(() -> TensorSource.of("f", new float[1], 1).as(DType.I64))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

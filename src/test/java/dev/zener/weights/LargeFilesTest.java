package dev.zener.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.files.Bytes;
import dev.zener.files.PartedBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargeFilesTest {
  @TempDir Path folder;

  @Test
  void tensorsAcrossTheEdgesOfParts() throws IOException {
    // Doubles at an odd offset cross the boundaries of the parts.
    double[] values = new Random(2).doubles(120).toArray();
    ByteBuffer content = ByteBuffer.allocate(3 + 960).order(ByteOrder.LITTLE_ENDIAN).position(3);
    content.asDoubleBuffer().put(values);
    Path file = Files.write(folder.resolve("f"), content.array());
    Bytes bytes = PartedBytes.map(file, 64, 24);
    TensorInfo info = new TensorInfo("x", DType.F64, new long[] {10, 12});
    double[] dense = new double[120];
    StoredTensor.contiguous(info, bytes, 3).read(0, DoubleBuffer.wrap(dense));
    assertThat(dense).containsExactly(values);

    TensorInfo transposed = new TensorInfo("x", DType.F64, new long[] {12, 10});
    Strides strides = new Strides(transposed.shape(), new long[] {1, 12});
    double[] gathered = new double[117];
    new StoredTensor(transposed, bytes, 3, strides).read(3, DoubleBuffer.wrap(gathered));
    for (int i = 3; i < 120; i++) {
      assertThat(gathered[i - 3]).isEqualTo(values[i % 10 * 12 + i / 10]);
    }
  }

  /** A sparse file: 2.3 GB long, with a few blocks on disk. */
  @Test
  void aTensorOfMoreThanTwoGibibytes() throws IOException {
    long elements = 600_000_000;
    String json =
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[3,200000000],\"data_offsets\":[0,%d]}}"
            .formatted(elements * 4);
    byte[] text = json.getBytes(StandardCharsets.UTF_8);
    Path file = folder.resolve("big.safetensors");
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.SPARSE,
            StandardOpenOption.WRITE)) {
      channel.write(little(8).putLong(text.length).flip());
      channel.write(ByteBuffer.wrap(text));
      long data = 8 + text.length;
      channel.write(little(4).putFloat(1.5f).flip(), data + 4 * (elements - 1));
      channel.write(little(4).putFloat(2.5f).flip(), data + 4 * 599_999_000L);
      channel.write(little(4).putFloat(3.5f).flip(), data + 4 * 268_435_440L);
    }
    try (WeightFile weights = WeightFile.open(file)) {
      assertThat(weights.info("x").elements()).isEqualTo(elements);
      FloatBuffer tail = FloatBuffer.allocate(1000);
      weights.read("x", elements - 1000, tail);
      assertThat(tail.get(0)).isEqualTo(2.5f);
      assertThat(tail.get(999)).isEqualTo(1.5f);
      FloatBuffer edge = FloatBuffer.allocate(64);
      weights.read("x", 268_435_440L, edge);
      assertThat(edge.get(0)).isEqualTo(3.5f);
      assertThat(edge.get(63)).isZero();
    }
  }

  @Test
  void aFileThatIsCutShortWhileItIsOpen() throws IOException {
    Path file = folder.resolve("f.safetensors");
    SafetensorsWriter.write(
        file, Map.of(), List.of(TensorSource.of("x", new float[100_000], 100_000)));
    try (WeightFile weights = WeightFile.open(file)) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(1000);
      }
      assertThatThrownBy(() -> weights.floats("x"))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessage("safetensors " + file + " cannot be read")
          .hasRootCauseMessage("the file ends at byte 1000, it had 400072 before");
    }
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}

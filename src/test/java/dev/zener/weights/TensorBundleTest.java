package dev.zener.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.files.Bytes;
import dev.zener.problem.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TensorBundleTest {
  private static final Path REAL = Path.of("src/test/resources/weights/mbert.index");

  @TempDir Path folder;

  private static BundleBuilder sample() {
    return BundleBuilder.sample();
  }

  private Path write(Map<String, byte[]> files) throws IOException {
    Path index = null;
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = Files.write(folder.resolve(file.getKey()), file.getValue());
      index = index == null ? path : index;
    }
    return index;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void everyTypeIsRead(int shards) throws IOException {
    BundleBuilder builder = new BundleBuilder().shards(shards);
    Path index = write(builder.floats("x", new float[] {1.5f}, 1).files("one"));
    try (WeightFile file = WeightFile.open(index)) {
      assertThat(file.floats("x")).containsExactly(1.5f);
    }
    try (WeightFile file = WeightFile.open(write(sample().files("model.ckpt-7")))) {
      assertThat(file.description()).startsWith("TensorFlow checkpoint ").endsWith("ckpt-7.index");
      assertThat(file.names())
          .containsExactly(
              "a/kernel", "a/scalar", "b", "b/half", "b/wide", "c/brain", "global_step");
      assertThat(file.leftOut()).containsExactly("text");
      assertThat(file.info("a/kernel")).hasToString("F32[2, 3]");
      assertThat(file.floats("a/kernel")).containsExactly(1, 2, 3, 4, 5, 6);
      assertThat(file.floats("a/scalar")).containsExactly(7);
      assertThat(file.floats("b")).isEmpty();
      assertThat(file.floats("b/half")).containsExactly(1, 0);
      assertThat(file.floats("b/wide")).containsExactly(0.1f);
      assertThat(file.floats("c/brain")).containsExactly(1);
      long[] step = new long[1];
      file.read("global_step", 0, LongBuffer.wrap(step));
      assertThat(step).containsExactly(1234567890123L);
    }
  }

  @Test
  void tensorsLieInSeveralFiles() throws IOException {
    BundleBuilder builder = new BundleBuilder().shards(3);
    for (int i = 0; i < 7; i++) {
      builder.floats("t" + i, new float[] {i, i + 0.5f}, 2);
    }
    Path index = write(builder.files("x"));
    assertThat(folder.resolve("x.data-00002-of-00003")).exists();
    try (WeightFile file = WeightFile.open(index)) {
      for (int i = 0; i < 7; i++) {
        assertThat(file.floats("t" + i)).containsExactly(i, i + 0.5f);
      }
    }
    Files.delete(folder.resolve("x.data-00001-of-00003"));
    refused(index, "x.data-00001-of-00003: no such file");
  }

  /** A file by Google, the index of bert_multi_cased_L-12_H-768_A-12/1. */
  @Test
  void aRealIndexIsRead() throws IOException {
    try (Bytes bytes = Bytes.map(REAL)) {
      Map<String, ByteBuffer> entries = SortedTable.parse(bytes).entries();
      assertThat(entries).hasSize(1 + 204);
      assertThat(entries)
          .containsKeys(
              "module/bert/embeddings/word_embeddings",
              "module/bert/encoder/layer_11/output/dense/kernel",
              "module/cls/predictions/output_bias");
    }
  }

  @Test
  void tensorsOfARealIndexHaveTheirShapes() throws IOException {
    Files.copy(REAL, folder.resolve("variables.index"));
    // the data file is empty, so the first tensor that does not fit is reported
    Files.createFile(folder.resolve("variables.data-00000-of-00001"));
    refused(
        folder.resolve("variables.index"),
        "tensor 'module/bert/embeddings/LayerNorm/beta' is F32[768], 3072 bytes",
        "which has 0",
        "fetch both files again");
  }

  @Test
  void aDamagedTensorIsToldWhenItHasBeenRead() throws IOException {
    Map<String, byte[]> files =
        new BundleBuilder()
            .floats("good", new float[] {1, 2}, 2)
            .floats("x", new float[100_000], 100_000)
            .files("m");
    files.get("m.data-00000-of-00001")[300_000] ^= 1;
    try (WeightFile file = WeightFile.open(write(files))) {
      assertThat(file.floats("good")).containsExactly(1, 2);
      assertThatThrownBy(() -> file.floats("x"))
          .isInstanceOf(InputException.class)
          .hasMessageContainingAll(
              "tensor 'x' has CRC-32C", "its index declares", "fetch it again");
      // reading a part without the damaged byte still checks the whole tensor
      assertThatThrownBy(() -> file.read("x", 10, FloatBuffer.allocate(5)))
          .hasMessageContaining("tensor 'x' has CRC-32C");
    }
  }

  @Test
  void partsInAnyOrderAreRight() throws IOException {
    float[] values = new float[1000];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    Path index = write(new BundleBuilder().floats("x", values, 1000).files("m"));
    try (WeightFile file = WeightFile.open(index)) {
      float[] part = new float[10];
      for (int from : new int[] {990, 0, 10, 500, 0, 20}) {
        file.read("x", from, FloatBuffer.wrap(part));
        assertThat(part).isEqualTo(Arrays.copyOfRange(values, from, from + 10));
      }
    }
  }

  @Test
  void whatIsNotReadIsNamed() throws IOException {
    refused(write(sample().compression(1).files("a")), "compressed with snappy", "save the");
    refused(write(sample().compression(2).files("b")), "is compressed,");
    refused(write(sample().damage(1).files("c")), "the block at byte", "fetch the file again");
    refused(write(sample().endianness(1).files("d")), "big-endian");
    refused(
        write(sample().sliced("a/kernel").files("e")),
        "tensor 'a/kernel' is stored in slices",
        "without a partitioner");
    Path index = write(sample().files("f"));
    Path other = Files.move(index, folder.resolve("weights"));
    refused(other, "does not end in .index", "restore the original name");
  }

  @Test
  void aTableThatLiesIsRefused() throws IOException {
    byte[] index = sample().files("m").get("m.index");
    for (int length = 0; length < index.length; length++) {
      byte[] cut = Arrays.copyOf(index, length);
      assertThatThrownBy(() -> SortedTable.parse(Bytes.of(ByteBuffer.wrap(cut))))
          .as("cut to %d", length)
          .isExactlyInstanceOf(InputException.class);
    }
    for (int at = 0; at < index.length - 48; at++) {
      byte[] damaged = index.clone();
      damaged[at] ^= 4;
      if (!inMetaindex(at, index)) {
        assertThatThrownBy(() -> SortedTable.parse(Bytes.of(ByteBuffer.wrap(damaged))))
            .as("damaged at %d", at)
            .isExactlyInstanceOf(InputException.class)
            .hasMessageContaining("CRC-32C");
      }
    }
  }

  /** Whether a position is in the metaindex block, which is not read. */
  private static boolean inMetaindex(int at, byte[] index) {
    ProtoInput footer =
        new ProtoInput(
            "footer",
            ByteBuffer.wrap(index, index.length - 48, 48).slice().order(ByteOrder.LITTLE_ENDIAN));
    long offset = footer.varint();
    long size = footer.varint();
    return at >= offset && at < offset + size + 5;
  }

  private static void refused(Path file, String... parts) {
    assertThatThrownBy(() -> WeightFile.open(file))
        .isExactlyInstanceOf(InputException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContainingAll(parts);
  }
}

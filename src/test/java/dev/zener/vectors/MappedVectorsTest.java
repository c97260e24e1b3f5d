package dev.zener.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.problem.InputException;
import dev.zener.weights.DType;
import dev.zener.weights.SafetensorsWriter;
import dev.zener.weights.TensorInfo;
import dev.zener.weights.WeightFile;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappedVectorsTest {
  @TempDir Path folder;

  /** The tensors of a file of the words "b" and "aé". */
  private static final class Parts {
    private float[] vectors = {1, 2, 3, 4};
    private long[] words = {'b', 'a', 0xC3, 0xA9};
    private long[] offsets = {0, 1, 4};
    private long[] order = {1, 0};
    private long[] shape = {2, 2};

    Path write(Path file) {
      List<TensorInfo> infos =
          List.of(
              new TensorInfo("offsets", DType.I64, new long[] {offsets.length}),
              new TensorInfo("vectors", DType.F32, shape),
              new TensorInfo("order", DType.I32, new long[] {order.length}),
              new TensorInfo("words", DType.U8, new long[] {words.length}));
      try (SafetensorsWriter writer = SafetensorsWriter.open(file, Map.of(), infos)) {
        writer.write("offsets", LongBuffer.wrap(offsets));
        writer.write("vectors", FloatBuffer.wrap(vectors));
        writer.write("order", LongBuffer.wrap(order));
        writer.write("words", LongBuffer.wrap(words));
      }
      return file;
    }
  }

  private void refuses(Parts parts, String message) {
    Path file = parts.write(folder.resolve("a.safetensors"));
    assertThatThrownBy(() -> VectorFile.open(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("a.safetensors: ")
        .hasMessageContaining(message);
  }

  @Test
  void aFileOfTheseTensorsIsRead() {
    WordVectors vectors =
        VectorFile.open(new Parts().write(folder.resolve("a.safetensors"))).vectors();
    assertThat(vectors.word(0)).isEqualTo("b");
    assertThat(vectors.word(1)).isEqualTo("aé");
    assertThat(vectors.number("aé")).isOne();
    FloatBuffer both = FloatBuffer.allocate(4);
    vectors.copy(1, both);
    vectors.copy(0, both);
    assertThat(both.array()).containsExactly(3, 4, 1, 2);
  }

  @Test
  void otherProgramsReadWhatIsWritten() {
    Path file = folder.resolve("a.safetensors");
    VectorFile.write(VectorFile.open(new Parts().write(file)).vectors(), file);
    try (WeightFile weights = WeightFile.open(file)) {
      assertThat(weights.floats("vectors")).containsExactly(1, 2, 3, 4);
      LongBuffer order = LongBuffer.allocate(2);
      weights.read("order", 0, order);
      assertThat(order.array()).containsExactly(1, 0);
    }
  }

  @Test
  void anElementThatIsNotFiniteIsRefusedWhenItIsCopied() {
    Parts parts = new Parts();
    parts.vectors = new float[] {1, 2, 3, Float.NaN};
    WordVectors vectors = VectorFile.open(parts.write(folder.resolve("a.safetensors"))).vectors();
    vectors.copy(0, FloatBuffer.allocate(2));
    assertThatThrownBy(() -> vectors.copy(1, FloatBuffer.allocate(2)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("word 'aé' has the element NaN");
  }

  @Test
  void wordsThatAreNotThereOrNotInOrderAreRefused() {
    Parts parts = new Parts();
    parts.order = new long[] {0, 1};
    refuses(parts, "word 'aé' is not in its place in 'order'");
    parts.order = new long[] {1, 1};
    refuses(parts, "word 'aé' is not in its place in 'order', or occurs twice");
    parts.order = new long[] {1, 2};
    refuses(parts, "'order' has 2 at 1; allowed: 0 to 1");
    parts.order = new long[] {1, 0, 0};
    refuses(parts, "tensor 'order' has 3 elements; allowed: 2");
  }

  @Test
  void offsetsOutsideOfTheWordsAreRefused() {
    Parts parts = new Parts();
    parts.offsets = new long[] {0, 5, 4};
    refuses(parts, "word 0 has 5 bytes");
    parts.offsets = new long[] {0, 0, 4};
    refuses(parts, "word 0 has 0 bytes");
    parts.offsets = new long[] {0, 1, 3};
    refuses(parts, "the words take the bytes 0 to 3; allowed: 0 to 4");
    parts.offsets = new long[] {0, 3, 4};
    refuses(parts, "word 0 is not UTF-8");
    parts.offsets = new long[] {0, Long.MAX_VALUE, 4};
    refuses(parts, "word 0 has 9223372036854775807 bytes");
  }

  @Test
  void wordsThatNoTextCanHoldAreRefused() {
    Parts parts = new Parts();
    parts.words = new long[] {' ', 'a', 0xC3, 0xA9};
    refuses(parts, "word 0 is ' '; allowed: no space and no line feed");
  }

  @Test
  void tensorsOfOtherShapesAreRefused() throws Exception {
    Parts parts = new Parts();
    parts.shape = new long[] {4};
    refuses(parts, "tensor 'vectors' is F32[4]; allowed: F32 with 2 dimensions");
    parts.shape = new long[] {1, 4};
    refuses(parts, "tensor 'offsets' has 3 elements; allowed: 2, for 1 words");
    Path file = new Parts().write(folder.resolve("a.safetensors"));
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
    assertThatThrownBy(() -> VectorFile.open(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("a.safetensors: ")
        .hasMessageContaining("truncated or damaged");
  }
}

package dev.zener.fuzz;

import dev.zener.vectors.ListedVectors;
import dev.zener.vectors.VectorFile;
import dev.zener.vectors.WordVectors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** The readers of files of word vectors. */
final class VectorTargets {
  private static final List<String> WORDS = List.of("der", "Été", "東京", "\uD83D\uDE00", "12");
  private static final List<float[]> VECTORS =
      List.of(
          new float[] {1, -0.5f, 2},
          new float[] {0.1f, 1e-30f, 0},
          new float[] {0, 0, 0},
          new float[] {-3, 3e38f, 7},
          new float[] {5, 0.25f, -1e-3f});

  private VectorTargets() {}

  /**
   * Returns the targets.
   *
   * @param folder for the files that the seeds are made of
   */
  static List<Target> in(Path folder, UnaryOperator<byte[]> measured) throws IOException {
    WordVectors vectors = ListedVectors.of(WORDS, VECTORS);
    byte[] text = written(vectors, folder.resolve("seed.vec"));
    int header = "5 3\n".length();
    byte[] bare = Arrays.copyOfRange(text, header, text.length);
    byte[] mapped = written(vectors, folder.resolve("seed.safetensors"));
    return List.of(
        target("vectors-text", List.of(text, bare), UnaryOperator.identity()),
        target("vectors-binary", List.of(binary(false), binary(true)), UnaryOperator.identity()),
        target("vectors-mapped", List.of(mapped), measured));
  }

  private static byte[] written(WordVectors vectors, Path file) throws IOException {
    VectorFile.write(vectors, file);
    return Files.readAllBytes(file);
  }

  private static byte[] binary(boolean lineFeeds) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("5 3\n".getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < WORDS.size(); i++) {
      out.writeBytes((WORDS.get(i) + " ").getBytes(StandardCharsets.UTF_8));
      ByteBuffer elements = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
      elements.asFloatBuffer().put(VECTORS.get(i));
      out.writeBytes(elements.array());
      out.writeBytes(lineFeeds ? new byte[] {'\n'} : new byte[0]);
    }
    return out.toByteArray();
  }

  private static Target target(String name, List<byte[]> seeds, UnaryOperator<byte[]> mend) {
    return new Target(
        name,
        "file.vectors",
        seeds,
        mend,
        List.of(
            file -> readAll(VectorFile.open(file).vectors()),
            file -> readAll(VectorFile.open(file, 2).vectors())));
  }

  private static void readAll(WordVectors vectors) {
    FloatBuffer vector = FloatBuffer.allocate(vectors.width());
    for (int i = 0; i < vectors.size(); i++) {
      vectors.copy(i, vector.clear());
      if (vectors.number(vectors.word(i)) != i) {
        throw new AssertionError("word " + i + " is not found");
      }
    }
  }
}

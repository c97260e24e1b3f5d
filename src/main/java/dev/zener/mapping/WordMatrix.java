package dev.zener.mapping;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.OpenMp;
import dev.zener.device.Tensor;
import dev.zener.device.Workers;
import dev.zener.op.Linear;
import dev.zener.op.backend.Backends;
import dev.zener.op.backend.Kernel;
import dev.zener.vectors.WordVectors;
import java.nio.FloatBuffer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The vectors of a language's most frequent words as the rows of a matrix outside the Java heap,
 * all of length 1, so that products of rows are cosines.
 */
final class WordMatrix implements AutoCloseable {
  /** The number of rows that are mapped at a time. */
  private static final int TILE = 1024;

  private final int count;
  private final int width;
  private final Block block;

  private WordMatrix(int count, int width) {
    this.count = count;
    this.width = width;
    block = Block.allocate((long) count * width * Float.BYTES);
  }

  /** The prepared vectors of the first {@code count} words. */
  static WordMatrix of(WordVectors vectors, int count, Preparation preparation) {
    WordMatrix matrix = new WordMatrix(count, vectors.width());
    return matrix.filled(
        (word, vector) -> {
          vectors.copy(word, FloatBuffer.wrap(vector));
          preparation.apply(vector);
        });
  }

  /** A copy of the rows of the first words, of all if there are fewer. */
  WordMatrix first(int words) {
    return chosen(IntStream.range(0, Math.min(words, count)).toArray());
  }

  /** The rows of some words. */
  WordMatrix chosen(int[] words) {
    WordMatrix matrix = new WordMatrix(words.length, width);
    return matrix.filled((number, vector) -> copy(words[number], vector));
  }

  /** Changes the vector of a word. */
  @FunctionalInterface
  private interface Change {
    void apply(int word, float[] vector);
  }

  /** Runs a step that needs this matrix, which is closed if the step fails. */
  <T> T guarding(Supplier<T> step) {
    try {
      return step.get();
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private WordMatrix filled(Change change) {
    return guarding(
        () -> {
          each(change);
          return this;
        });
  }

  private void each(Change change) {
    Workers.run(
        count,
        2,
        (from, to) -> {
          float[] vector = new float[width];
          FloatBuffer part = rows(from, to).floats();
          for (int word = from; word < to; word++) {
            int at = (word - from) * width;
            part.get(at, vector);
            change.apply(word, vector);
            part.put(at, vector);
          }
        });
  }

  /** This language in the other's space: x Wᵀ of each row, scaled to length 1. */
  WordMatrix mapped(double[] mapping) {
    WordMatrix image = new WordMatrix(count, width);
    return image.guarding(() -> OpenMp.single(() -> mapTo(image, mapping)));
  }

  private WordMatrix mapTo(WordMatrix image, double[] mapping) {
    try (Block weights = Block.allocate((long) (width + 1) * width * Float.BYTES);
        Kernel kernel = Backends.cpu().kernel(new Linear(false), ElementType.FLOAT32)) {
      Tensor w = weights.tensor(0, ElementType.FLOAT32, width, width);
      w.setDoubles(mapping);
      Tensor none = weights.tensor(w.byteSize(), ElementType.FLOAT32, width);
      for (int from = 0; from < count; from += TILE) {
        int to = Math.min(count, from + TILE);
        Tensor[] in = {rows(from, to), w, none};
        Tensor[] out = {image.rows(from, to)};
        kernel.prepare(in, out);
        kernel.run(in, out);
      }
    }
    image.each((word, vector) -> Preparation.scale(vector));
    return image;
  }

  int count() {
    return count;
  }

  int width() {
    return width;
  }

  /** The rows of words {@code from} to {@code to}, exclusive. */
  Tensor rows(int from, int to) {
    long offset = (long) from * width * Float.BYTES;
    return block.tensor(offset, ElementType.FLOAT32, to - from, width);
  }

  /** Copies the row of a word. */
  void copy(int word, float[] vector) {
    rows(word, word + 1).floats().get(0, vector);
  }

  @Override
  public void close() {
    block.close();
  }
}

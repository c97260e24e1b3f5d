package dev.zener.model;

import dev.zener.data.DistinctWords;
import dev.zener.data.PackedBatch;
import dev.zener.device.ElementType;
import dev.zener.graph.Inputs;
import dev.zener.vectors.VectorTables;
import java.nio.FloatBuffer;

/**
 * Fills the inputs of a {@link BiLstmGraph} that describe a packed batch of windows, whose pieces
 * are characters, all of them of predicted words.
 */
public final class BiLstmInputs {
  private BiLstmInputs() {}

  /** Fills the inputs of a graph for tagging. */
  public static void tagging(Inputs inputs, PackedBatch batch, VectorTables vectors) {
    DistinctWords words = words(inputs, batch);
    vectors(inputs, words.numbers(), vectors);
  }

  /**
   * Fills the inputs of a graph for training.
   *
   * @param numbers [W] the number of each word's vector, −1 for a vector of zeros
   */
  public static void training(
      Inputs inputs, PackedBatch batch, int[] numbers, VectorTables vectors) {
    words(inputs, batch);
    vectors(inputs, numbers, vectors);
  }

  private static DistinctWords words(Inputs inputs, PackedBatch batch) {
    DistinctWords words = DistinctWords.of(batch);
    inputs.ints(BiLstmGraph.CHARACTERS, words.ids());
    inputs.ints(BiLstmGraph.CHARACTER_OFFSETS, words.offsets());
    inputs.ints(BiLstmGraph.WORD_ROWS, words.rows());
    inputs.ints(BiLstmGraph.OFFSETS, batch.wordOffsets());
    return words;
  }

  private static void vectors(Inputs inputs, int[] numbers, VectorTables vectors) {
    float[] values = new float[numbers.length * vectors.width()];
    FloatBuffer target = FloatBuffer.wrap(values);
    for (int number : numbers) {
      vectors.copy(number, target);
    }
    inputs.floats(
        BiLstmGraph.VECTORS, ElementType.FLOAT32, values, numbers.length, vectors.width());
  }
}

package dev.zener.model;

import dev.zener.data.PackedBatch;
import dev.zener.device.ElementType;
import dev.zener.graph.Inputs;
import dev.zener.vectors.VectorTables;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** Fills the inputs of a {@link BiLstmGraph} that describe a packed batch. */
public final class BiLstmInputs {
  private BiLstmInputs() {}

  /**
   * Fills the inputs.
   *
   * @param batch windows whose pieces are characters, all of them of predicted words
   * @param vectors the vectors of the words' numbers
   */
  public static void fill(Inputs inputs, PackedBatch batch, VectorTables vectors) {
    fill(inputs, batch, batch.numbers(), vectors);
  }

  /**
   * Fills the inputs with other vectors than the batch's.
   *
   * @param numbers [W] the number of each word's vector, −1 for a vector of zeros
   */
  public static void fill(Inputs inputs, PackedBatch batch, int[] numbers, VectorTables vectors) {
    int words = batch.words().length;
    int[] characterOffsets = Arrays.copyOf(batch.wordRows(), words + 1);
    characterOffsets[words] = batch.pieces();
    inputs.ints(BiLstmGraph.CHARACTERS, batch.ids());
    inputs.ints(BiLstmGraph.CHARACTER_OFFSETS, characterOffsets);
    inputs.ints(BiLstmGraph.OFFSETS, batch.wordOffsets());
    float[] values = new float[words * vectors.width()];
    FloatBuffer target = FloatBuffer.wrap(values);
    for (int number : numbers) {
      vectors.copy(number, target);
    }
    inputs.floats(BiLstmGraph.VECTORS, ElementType.FLOAT32, values, words, vectors.width());
  }
}

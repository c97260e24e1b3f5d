package dev.zener;

import dev.zener.problem.InputException;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * Which vectors {@link VectorExtraction} makes.
 *
 * @param layer the hidden state that is read; 0 is the output of the embeddings. If empty, it is
 *     two thirds of the layers, rounded: 8 of 12
 * @param width the number of elements of a vector
 * @param maxWords the maximum number of words; the most frequent get vectors
 * @param minCount the least number of times that a word occurs
 */
public record VectorSettings(OptionalInt layer, int width, int maxWords, int minCount) {
  /** Two thirds of the layers, 300 elements, 200,000 words, any number of times. */
  public static final VectorSettings DEFAULTS =
      new VectorSettings(OptionalInt.empty(), 300, 200_000, 1);

  public VectorSettings {
    Objects.requireNonNull(layer, "layer");
    require("width", width);
    require("maxWords", maxWords);
    require("minCount", minCount);
    layer.ifPresent(
        number -> {
          if (number < 0) {
            throw new IllegalArgumentException("layer " + number + "; allowed: 0 and more");
          }
        });
  }

  private static void require(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " " + value + "; allowed: 1 and more");
    }
  }

  public VectorSettings withLayer(int value) {
    return new VectorSettings(OptionalInt.of(value), width, maxWords, minCount);
  }

  public VectorSettings withWidth(int value) {
    return new VectorSettings(layer, value, maxWords, minCount);
  }

  public VectorSettings withMaxWords(int value) {
    return new VectorSettings(layer, width, value, minCount);
  }

  public VectorSettings withMinCount(int value) {
    return new VectorSettings(layer, width, maxWords, value);
  }

  /**
   * The layer of a model with so many.
   *
   * @throws InputException if it has fewer than the chosen one
   */
  int layerOf(int layers) {
    int number = layer.orElse(Math.round(2 * layers / 3f));
    if (number > layers) {
      throw new InputException(
          "layer %d; allowed: 0 (the embeddings) to %d, the model's layers; choose one of them"
              .formatted(number, layers));
    }
    return number;
  }

  /** Checks that a model's hidden states have enough elements for the width. */
  void requireHidden(int hidden) {
    if (width > hidden) {
      throw new InputException(
          "width %d; allowed: 1 to %d, the model's hidden size; choose a smaller width"
              .formatted(width, hidden));
    }
  }
}

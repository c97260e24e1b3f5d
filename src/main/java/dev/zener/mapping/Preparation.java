package dev.zener.mapping;

import dev.zener.vectors.WordVectors;
import java.nio.FloatBuffer;
import java.util.Optional;

/**
 * What is done to each vector of a language before anything else: it is scaled to length 1 and, if
 * the language is centred, the mean of these is subtracted and the rest is scaled again. A vector
 * of zeros stays one.
 *
 * @param mean the mean; empty if the language is not centred
 */
record Preparation(Optional<float[]> mean) {
  static final Preparation LENGTH_ONLY = new Preparation(Optional.empty());

  /** The preparation of a language, whose mean is that of the first {@code count} words. */
  static Preparation of(WordVectors vectors, int count, boolean centred) {
    if (!centred) {
      return LENGTH_ONLY;
    }
    double[] sum = new double[vectors.width()];
    float[] vector = new float[vectors.width()];
    for (int word = 0; word < count; word++) {
      vectors.copy(word, FloatBuffer.wrap(vector));
      scale(vector);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += vector[i];
      }
    }
    float[] mean = new float[sum.length];
    for (int i = 0; i < sum.length; i++) {
      mean[i] = (float) (sum[i] / count);
    }
    return new Preparation(Optional.of(mean));
  }

  /** Prepares a vector in place. */
  void apply(float[] vector) {
    scale(vector);
    mean.ifPresent(
        m -> {
          for (int i = 0; i < vector.length; i++) {
            vector[i] -= m[i];
          }
          scale(vector);
        });
  }

  /** Scales a vector to length 1. */
  static void scale(float[] vector) {
    double square = 0;
    for (float v : vector) {
      square += (double) v * v;
    }
    if (square > 0) {
      double length = Math.sqrt(square);
      for (int i = 0; i < vector.length; i++) {
        vector[i] = (float) (vector[i] / length);
      }
    }
  }
}

package dev.zener.mapping;

import dev.zener.vectors.WordVectors;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * The space of a mapping, in which both languages have vectors of length 1. A target vector is
 * prepared as for learning; a source vector is prepared and then mapped: x becomes W x.
 */
public final class MappedSpace {
  /**
   * The largest magnitude of an element. An orthogonal matrix has none above 1; up to this limit,
   * sums of products stay finite in float.
   */
  static final double LARGEST = 1e18;

  private final int width;
  private final double[] matrix;
  private final Preparation ofSource;
  private final Preparation ofTarget;

  MappedSpace(int width, double[] matrix, Preparation ofSource, Preparation ofTarget) {
    this.width = width;
    this.matrix = matrix;
    this.ofSource = ofSource;
    this.ofTarget = ofTarget;
  }

  /** Whether all elements of a mapping are finite and at most {@link #LARGEST} in magnitude. */
  static boolean usable(double[] mapping) {
    return Arrays.stream(mapping).allMatch(MappedSpace::usable);
  }

  static boolean usable(double element) {
    return Math.abs(element) <= LARGEST; // false for NaN
  }

  /** The number of elements of a vector. */
  public int width() {
    return width;
  }

  /** A copy of W, row by row. */
  public double[] matrix() {
    return matrix.clone();
  }

  Preparation ofSource() {
    return ofSource;
  }

  Preparation ofTarget() {
    return ofTarget;
  }

  /** A view of the source language's vectors in this space; each is computed when it is read. */
  public WordVectors source(WordVectors vectors) {
    return new View(vectors, this::map);
  }

  /** A view of the target language's vectors in this space. */
  public WordVectors target(WordVectors vectors) {
    return new View(
        vectors,
        vector -> {
          ofTarget.apply(vector);
          return vector;
        });
  }

  private float[] map(float[] vector) {
    ofSource.apply(vector);
    float[] image = new float[width];
    for (int row = 0; row < width; row++) {
      double sum = 0;
      for (int k = 0; k < width; k++) {
        sum += matrix[row * width + k] * vector[k];
      }
      image[row] = (float) sum;
    }
    Preparation.scale(image);
    return image;
  }

  /** What becomes of a vector. */
  @FunctionalInterface
  private interface Image {
    float[] of(float[] vector);
  }

  private record View(WordVectors vectors, Image image) implements WordVectors {
    @Override
    public int size() {
      return vectors.size();
    }

    @Override
    public int width() {
      return vectors.width();
    }

    @Override
    public String word(int number) {
      return vectors.word(number);
    }

    @Override
    public int number(String word) {
      return vectors.number(word);
    }

    @Override
    public void copy(int number, FloatBuffer target) {
      float[] vector = new float[vectors.width()];
      vectors.copy(number, FloatBuffer.wrap(vector));
      target.put(image.of(vector));
    }
  }
}

package dev.zener.vectors;

import java.nio.FloatBuffer;

/**
 * A view of vectors in which each has the length √D, D its width, so that its elements are about 1
 * in size, as the input of a network should be. A vector of zeros stays as it is.
 */
public record EvenVectors(WordVectors vectors) implements WordVectors {
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
    float[] vector = new float[width()];
    vectors.copy(number, FloatBuffer.wrap(vector));
    double squares = 0;
    for (float element : vector) {
      squares += (double) element * element;
    }
    double factor = squares > 0 ? Math.sqrt(vector.length / squares) : 0;
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) (factor * vector[i]);
    }
    target.put(vector);
  }
}

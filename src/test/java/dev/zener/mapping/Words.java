package dev.zener.mapping;

import dev.zener.vectors.WordVectors;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Vectors in an array, for tests. */
record Words(List<String> words, float[][] rows, Map<String, Integer> numbers)
    implements WordVectors {
  static Words of(List<String> words, float[][] rows) {
    Map<String, Integer> numbers = new HashMap<>();
    for (int i = 0; i < words.size(); i++) {
      numbers.put(words.get(i), i);
    }
    return new Words(words, rows, numbers);
  }

  /** Words named by a letter and their number. */
  static Words of(String letter, float[][] rows) {
    return of(IntStream.range(0, rows.length).mapToObj(i -> letter + i).toList(), rows);
  }

  /** Normally distributed numbers. */
  static float[][] random(int count, int width, Random random) {
    float[][] rows = new float[count][width];
    for (float[] row : rows) {
      for (int i = 0; i < width; i++) {
        row[i] = (float) random.nextGaussian();
      }
    }
    return rows;
  }

  /** Rows of one array. */
  static float[][] rows(double[] values, int width) {
    float[][] rows = new float[values.length / width][width];
    for (int i = 0; i < values.length; i++) {
      rows[i / width][i % width] = (float) values[i];
    }
    return rows;
  }

  WordMatrix matrix() {
    return WordMatrix.of(this, size(), Preparation.LENGTH_ONLY);
  }

  @Override
  public int size() {
    return rows.length;
  }

  @Override
  public int width() {
    return rows[0].length;
  }

  @Override
  public String word(int number) {
    return words.get(number);
  }

  @Override
  public int number(String word) {
    return numbers.getOrDefault(word, -1);
  }

  @Override
  public void copy(int number, FloatBuffer target) {
    target.put(rows[number]);
  }
}

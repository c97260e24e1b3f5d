package dev.zener.mapping;

import dev.zener.vectors.PrincipalComponents;
import dev.zener.vectors.WordVectors;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Some vectors of two languages in the plane of the first two principal axes of all of them.
 *
 * @param source the places of the source language's most frequent words
 * @param target those of the target language
 */
public record CloudSample(List<float[]> source, List<float[]> target) {
  /**
   * Projects the most frequent words.
   *
   * @param words the number of words of each language
   */
  public static CloudSample of(WordVectors source, WordVectors target, int words) {
    List<float[]> first = vectors(source, words);
    List<float[]> second = vectors(target, words);
    List<float[]> all = new ArrayList<>(first);
    all.addAll(second);
    PrincipalComponents axes = PrincipalComponents.of(all, 2);
    return new CloudSample(
        first.stream().map(axes::project).toList(), second.stream().map(axes::project).toList());
  }

  private static List<float[]> vectors(WordVectors vectors, int words) {
    List<float[]> rows = new ArrayList<>();
    for (int word = 0; word < Math.min(words, vectors.size()); word++) {
      float[] row = new float[vectors.width()];
      vectors.copy(word, FloatBuffer.wrap(row));
      Preparation.scale(row);
      rows.add(row);
    }
    return rows;
  }
}

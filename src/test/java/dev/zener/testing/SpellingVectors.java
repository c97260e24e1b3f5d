package dev.zener.testing;

import dev.zener.vectors.ListedVectors;
import dev.zener.vectors.WordVectors;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;

/** Vectors of words that are made from their spelling, so that similar words have similar ones. */
public final class SpellingVectors {
  private SpellingVectors() {}

  /** The sum of random vectors of all runs of three characters of a word. */
  public static float[] vector(String word, int width) {
    String framed = "<" + word + ">";
    float[] sum = new float[width];
    for (int i = 0; i + 3 <= framed.length(); i++) {
      Random random = new Random(framed.substring(i, i + 3).hashCode());
      for (int d = 0; d < width; d++) {
        sum[d] += (float) random.nextGaussian();
      }
    }
    return sum;
  }

  /** The vectors of words, in their order. */
  public static WordVectors of(Collection<String> words, int width) {
    List<String> distinct = words.stream().distinct().toList();
    List<float[]> vectors = new ArrayList<>();
    distinct.forEach(word -> vectors.add(vector(word, width)));
    return ListedVectors.of(distinct, vectors);
  }
}

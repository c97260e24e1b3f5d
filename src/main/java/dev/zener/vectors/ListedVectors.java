package dev.zener.vectors;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Vectors in the Java heap. */
public final class ListedVectors implements WordVectors {
  private final int width;
  private final List<String> words = new ArrayList<>();
  private final List<float[]> vectors = new ArrayList<>();
  private final Map<String, Integer> numbers = new HashMap<>();

  ListedVectors(int width) {
    this.width = width;
  }

  /**
   * Lists words with their vectors, which are not copied and must not be changed.
   *
   * @param words the words, the most frequent first
   * @param vectors the vector of each word
   * @throws IllegalArgumentException if there are no words, a word occurs twice or cannot be in a
   *     file (see {@link WordText}), or vectors are missing, empty, of different widths or not
   *     finite
   */
  public static ListedVectors of(List<String> words, List<float[]> vectors) {
    if (words.isEmpty() || words.size() != vectors.size()) {
      throw new IllegalArgumentException(
          words.size()
              + " words with "
              + vectors.size()
              + " vectors; needs a vector for each word");
    }
    ListedVectors listed = new ListedVectors(vectors.get(0).length);
    for (int i = 0; i < words.size(); i++) {
      listed.check(words.get(i), vectors.get(i));
      if (!listed.add(words.get(i), vectors.get(i))) {
        throw new IllegalArgumentException("word '" + words.get(i) + "' occurs twice");
      }
    }
    return listed;
  }

  private void check(String word, float[] vector) {
    if (!WordText.isStorable(word)) {
      throw new IllegalArgumentException(
          "word '" + word + "'; allowed: any text without spaces, line feeds and lone surrogates");
    }
    if (vector.length != width || width == 0) {
      throw new IllegalArgumentException(
          "the vector of '%s' has %d elements; allowed: as many as the first, at least one"
              .formatted(word, vector.length));
    }
    for (float element : vector) {
      if (!Float.isFinite(element)) {
        throw new IllegalArgumentException("the vector of '" + word + "' has " + element);
      }
    }
  }

  /** Adds a word; false if it is there already. */
  boolean add(String word, float[] vector) {
    if (numbers.putIfAbsent(word, words.size()) != null) {
      return false;
    }
    words.add(word);
    vectors.add(vector);
    return true;
  }

  @Override
  public int size() {
    return words.size();
  }

  @Override
  public int width() {
    return width;
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
    target.put(vectors.get(number));
  }
}

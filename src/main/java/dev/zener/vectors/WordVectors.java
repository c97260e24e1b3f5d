package dev.zener.vectors;

import java.nio.FloatBuffer;

/**
 * Vectors of the words of one language, the most frequent word first. Words are numbered from 0.
 * Implementations may be read by several threads.
 */
public interface WordVectors {
  /** The number of words. */
  int size();

  /** The number of elements of a vector. */
  int width();

  /**
   * A word.
   *
   * @throws IndexOutOfBoundsException if there is none of this number
   */
  String word(int number);

  /** The number of a word, exactly as it is written; −1 if it has no vector. */
  int number(String word);

  /**
   * Copies a word's vector to the position of a buffer, which moves to the end of the vector.
   *
   * @throws IndexOutOfBoundsException if there is no word of this number
   */
  void copy(int number, FloatBuffer target);
}

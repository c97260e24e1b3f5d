package dev.zener.tokenizer;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;

/**
 * The pieces of a text, without [CLS] and [SEP]. Immutable; the array methods return fresh copies
 * of {@link #length()} entries, the indexed ones copy nothing.
 *
 * <p>Offsets count UTF-16 units of the untouched text, or of the piece's own word when the words
 * were given one by one.
 */
public final class Encoding {
  private final Vocabulary vocabulary;
  private final int[] ids;
  private final int[] starts;
  private final int[] ends;
  private final int[] words;

  Encoding(Vocabulary vocabulary, int[] ids, int[] starts, int[] ends, int[] words) {
    this.vocabulary = vocabulary;
    this.ids = ids;
    this.starts = starts;
    this.ends = ends;
    this.words = words;
  }

  /** The number of pieces. */
  public int length() {
    return ids.length;
  }

  /** The id of piece {@code i}. */
  public int id(int i) {
    return ids[i];
  }

  /** Where piece {@code i} starts. */
  public int start(int i) {
    return starts[i];
  }

  /** Where piece {@code i} ends, exclusive. */
  public int end(int i) {
    return ends[i];
  }

  /** The number of the word that piece {@code i} belongs to, from 0. */
  public int word(int i) {
    return words[i];
  }

  /** The ids of the pieces. */
  public int[] ids() {
    return ids.clone();
  }

  /** Where each piece starts. */
  public int[] starts() {
    return starts.clone();
  }

  /** Where each piece ends, exclusive. */
  public int[] ends() {
    return ends.clone();
  }

  /** The word number of each piece: never falling, a word without pieces is skipped. */
  public int[] words() {
    return words.clone();
  }

  /** The pieces as the vocabulary writes them, continuations with their {@code ##}. */
  public List<String> tokens() {
    return new AbstractList<>() {
      @Override
      public String get(int i) {
        return vocabulary.piece(ids[i]);
      }

      @Override
      public int size() {
        return ids.length;
      }
    };
  }

  /**
   * The same pieces with offsets in code points.
   *
   * @param text the text that was encoded
   */
  public Encoding inCodePoints(String text) {
    CodePointIndex index = new CodePointIndex(text);
    return withOffsets(index.convert(starts), index.convert(ends));
  }

  /**
   * The same pieces with offsets in code points of their word.
   *
   * @param list the words that were encoded
   */
  public Encoding inCodePoints(List<String> list) {
    int[] from = new int[ids.length];
    int[] to = new int[ids.length];
    for (int i = 0; i < ids.length; i++) {
      String word = list.get(words[i]);
      from[i] = word.codePointCount(0, starts[i]);
      to[i] = word.codePointCount(0, ends[i]);
    }
    return withOffsets(from, to);
  }

  private Encoding withOffsets(int[] from, int[] to) {
    return new Encoding(vocabulary, ids, from, to, words);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Encoding that
        && Arrays.equals(ids, that.ids)
        && Arrays.equals(starts, that.starts)
        && Arrays.equals(ends, that.ends)
        && Arrays.equals(words, that.words);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(ids) + Arrays.hashCode(starts);
  }

  @Override
  public String toString() {
    return tokens().toString();
  }
}

package dev.zener.tokenizer;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;

/**
 * The pieces of a text, without the special pieces that begin and end an input. Immutable; methods
 * that return arrays return copies with {@link #length()} elements.
 *
 * <p>Offsets count UTF-16 units of the original text, or of the piece's word if a list of words was
 * encoded.
 */
public final class Encoding {
  private final List<String> pieces;
  private final int[] ids;
  private final int[] starts;
  private final int[] ends;
  private final int[] words;

  /**
   * An encoding of these arrays, which are not copied and have one element per piece.
   *
   * @param pieces all pieces of the tokenizer by id
   * @param words the word index of each piece, in ascending order
   */
  public Encoding(List<String> pieces, int[] ids, int[] starts, int[] ends, int[] words) {
    this.pieces = pieces;
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

  /** The start offset of piece {@code i}. */
  public int start(int i) {
    return starts[i];
  }

  /** The end offset of piece {@code i}, exclusive. */
  public int end(int i) {
    return ends[i];
  }

  /** The index of the word that piece {@code i} belongs to, from 0. */
  public int word(int i) {
    return words[i];
  }

  /** The ids of the pieces. */
  public int[] ids() {
    return ids.clone();
  }

  /** The start offset of each piece. */
  public int[] starts() {
    return starts.clone();
  }

  /** The end offset of each piece, exclusive. */
  public int[] ends() {
    return ends.clone();
  }

  /** The word index of each piece, in ascending order; words without pieces do not occur. */
  public int[] words() {
    return words.clone();
  }

  /** The pieces as strings; continuations start with {@code ##}. */
  public List<String> tokens() {
    return new AbstractList<>() {
      @Override
      public String get(int i) {
        return pieces.get(ids[i]);
      }

      @Override
      public int size() {
        return ids.length;
      }
    };
  }

  /**
   * A copy with offsets in code points.
   *
   * @param text the text that was encoded
   */
  public Encoding inCodePoints(String text) {
    CodePointIndex index = new CodePointIndex(text);
    return withOffsets(index.convert(starts), index.convert(ends));
  }

  /**
   * A copy with offsets in code points of the piece's word.
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
    return new Encoding(pieces, ids, from, to, words);
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

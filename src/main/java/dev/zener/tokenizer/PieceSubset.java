package dev.zener.tokenizer;

import java.util.List;

/**
 * A growing subset of a tokenizer's pieces, including the special ones, from which a smaller
 * tokenizer can be made. A text whose pieces are all in the subset is split into the same pieces by
 * the smaller tokenizer. Not thread-safe.
 */
public interface PieceSubset {
  /** Adds the pieces of words. */
  void addWords(List<String> words);

  /** Adds all pieces of one character, both at the start of a word and as continuations. */
  void addCharacters();

  /** The number of pieces in the subset. */
  int size();

  /** The old id of each piece of the subset, by its new id; ascending. */
  int[] ids();

  /** The tokenizer of the subset, whose pieces keep their order. */
  PieceTokenizer tokenizer();
}

package dev.zener.tokenizer;

import java.util.Arrays;

/** Splits words into pieces, longest match first, and collects them for one encoding. */
final class PieceSink implements WordSink {
  private final Vocabulary vocabulary;
  private final PieceTrie trie;

  /** Whether words are numbered in turn; otherwise a word has the number set last. */
  private final boolean counting;

  private int word;
  private int[] ids;
  private int[] starts;
  private int[] ends;
  private int[] words;
  private int size;

  PieceSink(Vocabulary vocabulary, PieceTrie trie, boolean counting, int expectedPieces) {
    this.vocabulary = vocabulary;
    this.trie = trie;
    this.counting = counting;
    ids = new int[expectedPieces];
    starts = new int[expectedPieces];
    ends = new int[expectedPieces];
    words = new int[expectedPieces];
  }

  void numberWords(int number) {
    word = number;
  }

  @Override
  public void word(char[] chars, int from, int to, int[] startOf, int[] endOf) {
    reserve(to - from);
    if (tooLong(chars, from, to) || !pieces(chars, from, to, startOf, endOf)) {
      add(
          vocabulary.unk(),
          startOf == null ? from : startOf[from],
          endOf == null ? to : endOf[to - 1]);
    }
    word += counting ? 1 : 0;
  }

  @Override
  public void special(String special, int start, int end) {
    reserve(1);
    add(vocabulary.id(special), start, end);
    word += counting ? 1 : 0;
  }

  Encoding encoding() {
    return new Encoding(
        vocabulary.pieces(),
        Arrays.copyOf(ids, size),
        Arrays.copyOf(starts, size),
        Arrays.copyOf(ends, size),
        Arrays.copyOf(words, size));
  }

  private static boolean tooLong(char[] chars, int from, int to) {
    return to - from > WordPieceTokenizer.LONGEST_WORD
        && Character.codePointCount(chars, from, to - from) > WordPieceTokenizer.LONGEST_WORD;
  }

  /**
   * Adds the pieces of a word; adds nothing and returns false if it cannot be split into pieces.
   */
  private boolean pieces(char[] chars, int from, int to, int[] startOf, int[] endOf) {
    int before = size;
    int root = trie.initial;
    for (int at = from; at < to; ) {
      long match = trie.longest(root, chars, at, to);
      if (match < 0) {
        size = before;
        return false;
      }
      int end = (int) (match >>> 32);
      add((int) match, startOf == null ? at : startOf[at], endOf == null ? end : endOf[end - 1]);
      at = end;
      root = trie.continuing;
    }
    return true;
  }

  private void add(int id, int start, int end) {
    ids[size] = id;
    starts[size] = start;
    ends[size] = end;
    words[size++] = word;
  }

  private void reserve(int more) {
    if (size + more > ids.length) {
      int capacity = Math.max(size + more, 2 * ids.length);
      ids = Arrays.copyOf(ids, capacity);
      starts = Arrays.copyOf(starts, capacity);
      ends = Arrays.copyOf(ends, capacity);
      words = Arrays.copyOf(words, capacity);
    }
  }
}

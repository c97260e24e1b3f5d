package dev.zener.predict;

import dev.zener.data.Sentence;
import dev.zener.tokenizer.Encoding;
import dev.zener.tokenizer.WordPieceTokenizer;

/** The pieces of a sentence's words. */
public final class Pieces {
  private Pieces() {}

  /** Piece ids by word, without [CLS] and [SEP]; a word may have none. */
  public static int[][] of(WordPieceTokenizer tokenizer, Sentence sentence) {
    Encoding encoding = tokenizer.encode(sentence.words());
    int[] counts = new int[sentence.size()];
    for (int i = 0; i < encoding.length(); i++) {
      counts[encoding.word(i)]++;
    }
    int[][] pieces = new int[sentence.size()][];
    int at = 0;
    for (int w = 0; w < pieces.length; w++) {
      pieces[w] = new int[counts[w]];
      for (int i = 0; i < counts[w]; i++) {
        pieces[w][i] = encoding.id(at++);
      }
    }
    return pieces;
  }
}

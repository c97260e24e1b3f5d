package dev.zener.predict;

import dev.zener.data.Sentence;
import dev.zener.tokenizer.Encoding;
import dev.zener.tokenizer.PieceTokenizer;

/** Splits the words of sentences into pieces. */
public final class Pieces {
  private Pieces() {}

  /** The piece ids of each word, without special pieces at the ends. A word may have no pieces. */
  public static int[][] of(PieceTokenizer tokenizer, Sentence sentence) {
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

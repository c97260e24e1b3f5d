package dev.zener.predict;

import dev.zener.data.CharSpan;
import dev.zener.data.Sentence;
import dev.zener.data.WordSplitter;
import dev.zener.tokenizer.Encoding;
import dev.zener.tokenizer.WordPieceTokenizer;

/** The pieces of a sentence's words. */
public final class Pieces {
  private Pieces() {}

  /** Finds words as BERT's pre-tokenizer splits them, special strings being words of their own. */
  public static WordSplitter splitter(WordPieceTokenizer tokenizer) {
    return text ->
        tokenizer.words(text).stream().map(w -> new CharSpan(w.start(), w.end())).toList();
  }

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

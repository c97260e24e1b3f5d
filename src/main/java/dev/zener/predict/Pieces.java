package dev.zener.predict;

import dev.zener.data.CharSpan;
import dev.zener.data.Sentence;
import dev.zener.data.WhiteSpace;
import dev.zener.data.WordSplitter;
import dev.zener.tokenizer.Casing;
import dev.zener.tokenizer.Encoding;
import dev.zener.tokenizer.Vocabulary;
import dev.zener.tokenizer.WordPieceTokenizer;
import java.util.List;

/** Splits the words of sentences into WordPiece pieces. */
public final class Pieces {
  private Pieces() {}

  /** A splitter that finds words as BERT's pre-tokenizer does, for text without a model. */
  public static WordSplitter splitter() {
    List<String> special = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");
    return splitter(new WordPieceTokenizer(Vocabulary.of(special), Casing.CASED));
  }

  /**
   * A splitter that finds words as BERT's pre-tokenizer does. Special tokens such as [SEP] are
   * words of their own. Unlike there, a form feed and all other white space part words.
   */
  public static WordSplitter splitter(WordPieceTokenizer tokenizer) {
    return WhiteSpace.parting(
        text -> tokenizer.words(text).stream().map(w -> new CharSpan(w.start(), w.end())).toList());
  }

  /** The piece ids of each word, without [CLS] and [SEP]. A word may have no pieces. */
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

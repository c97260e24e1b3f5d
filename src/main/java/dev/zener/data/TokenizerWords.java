package dev.zener.data;

import dev.zener.tokenizer.BertPreTokenizer;
import dev.zener.tokenizer.Casing;
import dev.zener.tokenizer.PreTokenizer;

/**
 * Splitters that find words as a tokenizer does. Special strings such as [MASK] are words of their
 * own. Unlike there, a form feed and all other white space part words.
 */
public final class TokenizerWords {
  private TokenizerWords() {}

  /** A splitter that finds words as BERT does, for text without a model. */
  public static WordSplitter bert() {
    return of(new BertPreTokenizer(Casing.CASED));
  }

  /** A splitter that finds words as a tokenizer does before it splits them into pieces. */
  public static WordSplitter of(PreTokenizer tokenizer) {
    return WhiteSpace.parting(
        text -> tokenizer.words(text).stream().map(w -> new CharSpan(w.start(), w.end())).toList());
  }
}

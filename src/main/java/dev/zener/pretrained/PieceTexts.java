package dev.zener.pretrained;

import dev.zener.tokenizer.WordPieceTokenizer;
import java.util.List;
import java.util.function.Consumer;

/** Texts whose pieces a model keeps. */
@FunctionalInterface
public interface PieceTexts {
  /**
   * Hands over the words of every sentence.
   *
   * @param tokenizer of the model, which splits what is not split into words
   */
  void each(WordPieceTokenizer tokenizer, Consumer<List<String>> words);
}

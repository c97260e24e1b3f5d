package dev.zener.pretrained;

import dev.zener.tokenizer.PieceTokenizer;
import java.util.List;
import java.util.function.Consumer;

/** Texts that determine which pieces a model keeps, see {@link Conversion.Settings#pieces}. */
@FunctionalInterface
public interface PieceTexts {
  /**
   * Passes the words of each sentence to a consumer.
   *
   * @param tokenizer the model's tokenizer, used to split text that is not yet split into words
   */
  void each(PieceTokenizer tokenizer, Consumer<List<String>> words);
}

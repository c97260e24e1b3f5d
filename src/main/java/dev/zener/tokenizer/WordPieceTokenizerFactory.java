package dev.zener.tokenizer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.deeplearning4j.text.tokenization.tokenizer.TokenPreProcess;
import org.deeplearning4j.text.tokenization.tokenizer.Tokenizer;
import org.deeplearning4j.text.tokenization.tokenizerfactory.TokenizerFactory;

/**
 * WordPiece for DL4J NLP: its tokens are pieces, continuations with their {@code ##}, without [CLS]
 * and [SEP].
 *
 * <p>{@code create} is safe for several threads; the {@link Tokenizer} that it gives is for one. A
 * preprocessor set here is asked once for each piece that a tokenizer hands out; one set later
 * reaches only tokenizers created afterwards. It sees pieces, so it must not be one that expects
 * words: normalising text is the {@link Casing}'s work.
 */
public final class WordPieceTokenizerFactory implements TokenizerFactory {
  private final WordPieceTokenizer tokenizer;
  private volatile TokenPreProcess preProcessor;

  public WordPieceTokenizerFactory(WordPieceTokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  @Override
  public Tokenizer create(String text) {
    return new PieceIterator(tokenizer.encode(text).tokens(), preProcessor);
  }

  /** Reads the stream to its end as UTF-8; closing it is the caller's. */
  @Override
  public Tokenizer create(InputStream text) {
    try {
      return create(new String(text.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("The text to tokenize cannot be read", e);
    }
  }

  @Override
  public void setTokenPreProcessor(TokenPreProcess preProcessor) {
    this.preProcessor = preProcessor;
  }

  @Override
  public TokenPreProcess getTokenPreProcessor() {
    return preProcessor;
  }
}

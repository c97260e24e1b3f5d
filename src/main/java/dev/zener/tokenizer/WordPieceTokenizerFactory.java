package dev.zener.tokenizer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.deeplearning4j.text.tokenization.tokenizer.TokenPreProcess;
import org.deeplearning4j.text.tokenization.tokenizer.Tokenizer;
import org.deeplearning4j.text.tokenization.tokenizerfactory.TokenizerFactory;

/**
 * Tokenizers for DL4J NLP. Tokens are pieces, without the special pieces that begin and end an
 * input; WordPiece's continuations start with {@code ##}.
 *
 * <p>{@code create} is thread-safe; the {@link Tokenizer} that it returns is not. A preprocessor
 * set here is called once for each piece that a tokenizer returns; it applies only to tokenizers
 * created afterwards. It is given pieces, not words; to normalise text, use a {@link Casing}.
 */
public final class WordPieceTokenizerFactory implements TokenizerFactory {
  private final PieceTokenizer tokenizer;
  private volatile TokenPreProcess preProcessor;

  public WordPieceTokenizerFactory(PieceTokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  @Override
  public Tokenizer create(String text) {
    return new PieceIterator(tokenizer.encode(text).tokens(), preProcessor);
  }

  /** Reads a stream to its end as UTF-8. The caller must close the stream. */
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

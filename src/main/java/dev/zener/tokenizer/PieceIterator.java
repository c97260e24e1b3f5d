package dev.zener.tokenizer;

import java.util.List;
import java.util.NoSuchElementException;
import org.deeplearning4j.text.tokenization.tokenizer.TokenPreProcess;
import org.deeplearning4j.text.tokenization.tokenizer.Tokenizer;

/** Passes the pieces of one text to DL4J. Not thread-safe. */
final class PieceIterator implements Tokenizer {
  private final List<String> pieces;
  private TokenPreProcess preProcessor;
  private int next;

  PieceIterator(List<String> pieces, TokenPreProcess preProcessor) {
    this.pieces = pieces;
    this.preProcessor = preProcessor;
  }

  @Override
  public boolean hasMoreTokens() {
    return next < pieces.size();
  }

  @Override
  public int countTokens() {
    return pieces.size();
  }

  @Override
  public String nextToken() {
    if (!hasMoreTokens()) {
      throw new NoSuchElementException("All " + pieces.size() + " pieces are handed out");
    }
    return processed(pieces.get(next++));
  }

  /** All pieces, including those already returned by {@link #nextToken()}. */
  @Override
  public List<String> getTokens() {
    return pieces.stream().map(this::processed).toList();
  }

  @Override
  public void setTokenPreProcessor(TokenPreProcess preProcessor) {
    this.preProcessor = preProcessor;
  }

  private String processed(String piece) {
    return preProcessor == null ? piece : preProcessor.preProcess(piece);
  }
}

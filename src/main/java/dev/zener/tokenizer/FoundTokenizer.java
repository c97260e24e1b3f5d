package dev.zener.tokenizer;

import java.util.List;

/**
 * A tokenizer as files describe it.
 *
 * @param remarks what the files do not say and had to be guessed, a line each
 */
public record FoundTokenizer(WordPieceTokenizer tokenizer, List<String> remarks) {
  public FoundTokenizer {
    remarks = List.copyOf(remarks);
  }
}

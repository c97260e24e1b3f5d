package dev.zener.tokenizer;

import java.util.List;

/**
 * A tokenizer read from files.
 *
 * @param tokenizer the tokenizer
 * @param remarks guesses about what the files do not state, one per line
 */
public record FoundTokenizer(WordPieceTokenizer tokenizer, List<String> remarks) {
  public FoundTokenizer {
    remarks = List.copyOf(remarks);
  }
}

package dev.zener.tokenizer;

import java.util.List;

/**
 * A tokenizer read from files.
 *
 * @param tokenizer the tokenizer
 * @param casingOrigin what decided on the casing, for people
 * @param remarks guesses about what the files do not state, one per line
 */
public record FoundTokenizer(PieceTokenizer tokenizer, String casingOrigin, List<String> remarks) {
  public FoundTokenizer {
    remarks = List.copyOf(remarks);
  }
}

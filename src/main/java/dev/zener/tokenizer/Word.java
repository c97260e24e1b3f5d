package dev.zener.tokenizer;

/**
 * A word of a text as BERT's pre-tokenizer splits it.
 *
 * @param start first UTF-16 unit in the untouched text
 * @param end the unit after its last
 */
public record Word(int start, int end) {
  public Word {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException("A word cannot span " + start + " to " + end);
    }
  }
}

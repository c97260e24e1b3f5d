package dev.zener.tokenizer;

/**
 * A word of a text as BERT's pre-tokenizer splits it.
 *
 * @param start the index of its first UTF-16 unit in the original text
 * @param end the index after its last unit
 */
public record Word(int start, int end) {
  public Word {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException("A word cannot span " + start + " to " + end);
    }
  }
}

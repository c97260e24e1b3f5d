package dev.zener.tokenizer;

/** Receives the words and special strings that {@link TextScanner} finds, in order. */
interface WordSink {
  /**
   * Receives a word, which is never empty.
   *
   * @param chars normalised UTF-16 units; the word is {@code [from, to)}
   * @param starts the start in the original text of each unit of {@code chars}; null if unit i of
   *     {@code chars} is unit i of the text
   * @param ends the end, exclusive, of each unit; null if {@code starts} is null
   */
  void word(char[] chars, int from, int to, int[] starts, int[] ends);

  /** Receives a special string, which is one word and one piece. */
  void special(String special, int start, int end);
}

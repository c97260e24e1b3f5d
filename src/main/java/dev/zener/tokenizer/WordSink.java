package dev.zener.tokenizer;

/** Takes what {@link TextScanner} finds, in the order of the text. */
interface WordSink {
  /**
   * A word, never empty.
   *
   * @param chars normalised units; the word is {@code [from, to)}
   * @param starts where each unit of {@code chars} starts in the untouched text; null when unit i
   *     of {@code chars} is unit i of the text
   * @param ends where each ends, exclusive; null when {@code starts} is
   */
  void word(char[] chars, int from, int to, int[] starts, int[] ends);

  /** A special string, a piece of its own. */
  void special(int id, int start, int end);
}

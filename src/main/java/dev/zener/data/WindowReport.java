package dev.zener.data;

/**
 * What cutting sentences into windows did, so that nothing is cut in silence.
 *
 * @param sentences seen
 * @param windowed of them longer than a window
 * @param extraWindows windows beyond one a sentence
 * @param shortenedWords words longer than a window, cut to their first pieces
 * @param wordsWithoutPieces words that the tokenizer leaves nothing of: always O
 */
public record WindowReport(
    long sentences,
    long windowed,
    long extraWindows,
    long shortenedWords,
    long wordsWithoutPieces) {
  /** Of nothing. */
  public static final WindowReport NONE = new WindowReport(0, 0, 0, 0, 0);

  public WindowReport plus(WindowReport other) {
    return new WindowReport(
        sentences + other.sentences,
        windowed + other.windowed,
        extraWindows + other.extraWindows,
        shortenedWords + other.shortenedWords,
        wordsWithoutPieces + other.wordsWithoutPieces);
  }

  /** One line for people. */
  @Override
  public String toString() {
    return sentences
        + " sentences, "
        + windowed
        + " in overlapping windows ("
        + extraWindows
        + " extra windows), "
        + shortenedWords
        + " words shortened, "
        + wordsWithoutPieces
        + " words without pieces";
  }
}

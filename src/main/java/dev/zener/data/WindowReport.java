package dev.zener.data;

import dev.zener.files.Count;

/**
 * Counts of what was changed when sentences were cut into windows, so that it can be reported.
 *
 * @param sentences the number of sentences
 * @param windowed the number of sentences cut into several windows
 * @param extraWindows the number of windows beyond one per sentence
 * @param shortenedWords the number of words longer than a window, cut to their first pieces
 * @param wordsWithoutPieces the number of words that have no pieces; their tag is always O
 */
public record WindowReport(
    long sentences,
    long windowed,
    long extraWindows,
    long shortenedWords,
    long wordsWithoutPieces) {
  /** A report with all counts 0. */
  public static final WindowReport NONE = new WindowReport(0, 0, 0, 0, 0);

  public WindowReport plus(WindowReport other) {
    return new WindowReport(
        sentences + other.sentences,
        windowed + other.windowed,
        extraWindows + other.extraWindows,
        shortenedWords + other.shortenedWords,
        wordsWithoutPieces + other.wordsWithoutPieces);
  }

  /** What was counted after {@code earlier}. */
  public WindowReport minus(WindowReport earlier) {
    return new WindowReport(
        sentences - earlier.sentences,
        windowed - earlier.windowed,
        extraWindows - earlier.extraWindows,
        shortenedWords - earlier.shortenedWords,
        wordsWithoutPieces - earlier.wordsWithoutPieces);
  }

  /** A summary in one line of text. */
  @Override
  public String toString() {
    return Count.of(sentences, "sentences")
        + ", "
        + windowed
        + " cut into windows ("
        + Count.of(extraWindows, "extra windows")
        + "), "
        + Count.of(shortenedWords, "words shortened")
        + ", "
        + Count.of(wordsWithoutPieces, "words without pieces");
  }
}

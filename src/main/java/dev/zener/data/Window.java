package dev.zener.data;

import java.util.Arrays;

/**
 * A part of a sentence that fits the network's input; usually the whole sentence.
 *
 * @param sentence the number of its sentence, chosen by the caller
 * @param ids the piece ids, with the special pieces that begin and end an input
 * @param rows the row in {@code ids} of the first piece of each word of {@code words}
 * @param words the indices, ascending, of the sentence's words that are predicted, and count in a
 *     loss, in this window and in no other
 * @param numbers the number of the vector of each word of {@code words}, −1 if it has none; empty
 *     if the network reads no vectors of words
 */
public record Window(int sentence, int[] ids, int[] rows, int[] words, int[] numbers) {
  public Window {
    if (ids.length < 1
        || rows.length != words.length
        || numbers.length != 0 && numbers.length != words.length) {
      throw new IllegalArgumentException(
          "Window of "
              + ids.length
              + " pieces, "
              + rows.length
              + " rows, "
              + words.length
              + " words, "
              + numbers.length
              + " vectors: needs a piece, a row for each word, and no vectors or one for each");
    }
  }

  /** A window of a network that reads no vectors of words. */
  public Window(int sentence, int[] ids, int[] rows, int[] words) {
    this(sentence, ids, rows, words, new int[0]);
  }

  /** The number of pieces, including the special pieces at its ends. */
  public int pieces() {
    return ids.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Window w
        && sentence == w.sentence
        && Arrays.equals(ids, w.ids)
        && Arrays.equals(rows, w.rows)
        && Arrays.equals(words, w.words)
        && Arrays.equals(numbers, w.numbers);
  }

  @Override
  public int hashCode() {
    return 31 * sentence + Arrays.hashCode(ids);
  }

  @Override
  public String toString() {
    return "Window[sentence="
        + sentence
        + ", ids="
        + Arrays.toString(ids)
        + ", rows="
        + Arrays.toString(rows)
        + ", words="
        + Arrays.toString(words)
        + ", numbers="
        + Arrays.toString(numbers)
        + "]";
  }
}

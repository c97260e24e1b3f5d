package dev.zener.data;

import java.util.Arrays;
import java.util.List;

/**
 * A batch of windows, concatenated without padding.
 *
 * @param ids [N] piece ids of all windows
 * @param offsets [B+1] window b has rows offsets[b] to offsets[b+1] - 1; its [CLS] is the first
 * @param wordRows [W] the row in {@code ids} of the first piece of each predicted word, window by
 *     window
 * @param wordOffsets [B+1] window b predicts words wordOffsets[b] to wordOffsets[b+1] - 1
 * @param words [W] the index of each predicted word in its sentence
 * @param sentences [B] the sentence of each window
 * @param numbers [W] the number of each predicted word's vector, −1 if it has none; [0] if the
 *     windows have no vectors of words
 */
public record PackedBatch(
    int[] ids,
    int[] offsets,
    int[] wordRows,
    int[] wordOffsets,
    int[] words,
    int[] sentences,
    int[] numbers) {
  public PackedBatch {
    int windows = sentences.length;
    if (offsets.length != windows + 1
        || wordOffsets.length != windows + 1
        || offsets[windows] != ids.length
        || wordOffsets[windows] != wordRows.length
        || words.length != wordRows.length
        || numbers.length != 0 && numbers.length != words.length) {
      throw new IllegalArgumentException(
          "Packed batch of "
              + windows
              + " windows, "
              + ids.length
              + " pieces and "
              + wordRows.length
              + " words: its arrays do not fit each other");
    }
  }

  /** Packs windows in the order given. There must be at least one. */
  public static PackedBatch of(List<Window> windows) {
    if (windows.isEmpty()) {
      throw new IllegalArgumentException("A batch of no windows");
    }
    int[] offsets = new int[windows.size() + 1];
    int[] wordOffsets = new int[windows.size() + 1];
    int[] sentences = new int[windows.size()];
    for (int b = 0; b < windows.size(); b++) {
      offsets[b + 1] = offsets[b] + windows.get(b).pieces();
      wordOffsets[b + 1] = wordOffsets[b] + windows.get(b).words().length;
      sentences[b] = windows.get(b).sentence();
    }
    int[] ids = new int[offsets[windows.size()]];
    int[] wordRows = new int[wordOffsets[windows.size()]];
    int[] words = new int[wordRows.length];
    for (int b = 0; b < windows.size(); b++) {
      Window window = windows.get(b);
      System.arraycopy(window.ids(), 0, ids, offsets[b], window.pieces());
      System.arraycopy(window.words(), 0, words, wordOffsets[b], window.words().length);
      for (int w = 0; w < window.rows().length; w++) {
        wordRows[wordOffsets[b] + w] = offsets[b] + window.rows()[w];
      }
    }
    return new PackedBatch(ids, offsets, wordRows, wordOffsets, words, sentences, numbers(windows));
  }

  private static int[] numbers(List<Window> windows) {
    int[] numbers = new int[windows.stream().mapToInt(w -> w.numbers().length).sum()];
    int at = 0;
    for (Window window : windows) {
      System.arraycopy(window.numbers(), 0, numbers, at, window.numbers().length);
      at += window.numbers().length;
    }
    return numbers;
  }

  /** N, the number of pieces. */
  public int pieces() {
    return ids.length;
  }

  /** B, the number of windows. */
  public int size() {
    return sentences.length;
  }

  /** [B] the row of each window's [CLS]. */
  public int[] clsRows() {
    return Arrays.copyOf(offsets, size());
  }
}

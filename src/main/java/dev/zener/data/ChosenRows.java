package dev.zener.data;

import java.util.Arrays;

/**
 * The rows of a packed batch that the last layer has to compute: the [CLS] of every window and the
 * first pieces of the words that are tagged or learned from.
 *
 * @param rows [S] the chosen rows of the batch, ascending
 * @param offsets [B+1] window b has elements offsets[b] to offsets[b+1] - 1 of {@code rows}; its
 *     [CLS] is the first
 * @param wordRows [W] the index in {@code rows} of each word's first piece
 */
public record ChosenRows(int[] rows, int[] offsets, int[] wordRows) {
  /**
   * Chooses the rows.
   *
   * @param offsets [B+1] the start of each window in the batch, then N
   * @param wordRows [W] the row in the batch of each word's first piece, ascending; a window may
   *     have none
   */
  public static ChosenRows of(int[] offsets, int[] wordRows) {
    int windows = offsets.length - 1;
    int[] rows = new int[windows + wordRows.length];
    int[] chosen = new int[windows + 1];
    int[] words = new int[wordRows.length];
    int s = 0;
    int w = 0;
    for (int b = 0; b < windows; b++) {
      rows[s++] = offsets[b];
      for (; w < words.length && wordRows[w] < offsets[b + 1]; w++) {
        if (wordRows[w] != rows[s - 1]) { // a word row may be [CLS] itself
          rows[s++] = wordRows[w];
        }
        words[w] = s - 1;
      }
      chosen[b + 1] = s;
    }
    ChosenRows result = new ChosenRows(Arrays.copyOf(rows, s), chosen, words);
    result.check(w);
    return result;
  }

  private void check(int placed) {
    for (int s = 1; s < rows.length; s++) {
      if (placed < wordRows.length || rows[s] <= rows[s - 1]) {
        throw new IllegalArgumentException(
            "rows of words " + Arrays.toString(rows) + " do not ascend within the batch");
      }
    }
  }

  /** [B] the index in {@code rows} of each window's [CLS]. */
  public int[] clsRows() {
    return Arrays.copyOf(offsets, offsets.length - 1);
  }
}

package dev.zener.data;

import java.util.Arrays;

/**
 * The rows of a packed batch that the last layer need compute: every window's [CLS] and the first
 * pieces of words that are tagged or learned from.
 *
 * @param rows [S] their places in the batch, ascending
 * @param offsets [B+1] window b has rows offsets[b] .. offsets[b+1] of them, its [CLS] first
 * @param wordRows [W] the words' places in {@code rows}
 */
public record ChosenRows(int[] rows, int[] offsets, int[] wordRows) {
  /**
   * Chooses.
   *
   * @param offsets [B+1] of the batch
   * @param wordRows [W] first pieces in the batch, ascending; windows may have none
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
        if (wordRows[w] != rows[s - 1]) { // [CLS] itself may be asked for
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

  /** [B] places in {@code rows} of the windows' [CLS]. */
  public int[] clsRows() {
    return Arrays.copyOf(offsets, offsets.length - 1);
  }
}

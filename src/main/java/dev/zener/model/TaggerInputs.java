package dev.zener.model;

import dev.zener.data.ChosenRows;
import dev.zener.graph.Inputs;

/** Fills the inputs of a {@link TaggerGraph} that describe a packed batch. */
public final class TaggerInputs {
  private TaggerInputs() {}

  /**
   * Fills the inputs of a graph whose last layer is computed only at chosen rows.
   *
   * @param ids [N] piece ids
   * @param offsets [B+1] start of each sentence, then N
   * @param wordRows [W] rows of the first pieces of the words that are tagged or learned from,
   *     ascending
   * @return the rows of these words and of the sentences' [CLS] in the last hidden state
   */
  public static ChosenRows chosen(Inputs inputs, int[] ids, int[] offsets, int[] wordRows) {
    ChosenRows chosen = ChosenRows.of(offsets, wordRows);
    common(inputs, ids, offsets, wordRows);
    inputs.ints(TaggerGraph.LAST_ROWS, chosen.rows());
    inputs.ints(TaggerGraph.LAST_OFFSETS, chosen.offsets());
    inputs.ints(TaggerGraph.LAST_WORD_ROWS, chosen.wordRows());
    inputs.ints(TaggerGraph.CLS_ROWS, chosen.clsRows());
    return chosen;
  }

  /**
   * Fills the inputs of a graph whose last layer is computed at all rows.
   *
   * @param ids [N] piece ids
   * @param offsets [B+1] start of each sentence, then N
   * @param wordRows [W] rows of the first pieces of the words that are tagged, ascending
   */
  public static void all(Inputs inputs, int[] ids, int[] offsets, int[] wordRows) {
    common(inputs, ids, offsets, wordRows);
    inputs.ints(TaggerGraph.LAST_WORD_ROWS, wordRows);
    inputs.ints(TaggerGraph.CLS_ROWS, ChosenRows.of(offsets, new int[0]).rows());
  }

  private static void common(Inputs inputs, int[] ids, int[] offsets, int[] wordRows) {
    inputs.ints(TaggerGraph.IDS, ids);
    inputs.ints(TaggerGraph.OFFSETS, offsets);
    inputs.ints(TaggerGraph.WORD_ROWS, wordRows);
  }
}

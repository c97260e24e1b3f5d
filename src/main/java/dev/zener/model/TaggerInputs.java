package dev.zener.model;

import dev.zener.data.ChosenRows;
import dev.zener.graph.Inputs;

/** Fills the inputs of a {@link TaggerGraph} that say which rows of a packed batch are what. */
public final class TaggerInputs {
  private TaggerInputs() {}

  /**
   * For a graph whose last layer is computed at chosen rows.
   *
   * @param ids [N] pieces
   * @param offsets [B+1] where sentences start
   * @param wordRows [W] first pieces of the words that are tagged or learned from, ascending
   * @return where they and the sentences' [CLS] stand in the last hidden state
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

  /** For a graph whose last layer is computed at all rows. */
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

package dev.zener.format;

/**
 * The columns of a CoNLL file that are read.
 *
 * @param word the number of the word's column, from 1
 * @param tag the number of the tag's column, from 1; 0 for the last column
 */
public record Columns(int word, int tag) {
  /**
   * Checks the columns.
   *
   * @throws IllegalArgumentException if they are not {@link #allowed}
   */
  public Columns {
    if (!allowed(word, tag)) {
      throw new IllegalArgumentException(
          "columns "
              + word
              + ","
              + tag
              + "; allowed: two different numbers, the word's from 1, the tag's from 1 or 0 for the"
              + " last column");
    }
  }

  /** Whether the numbers are valid and different. */
  public static boolean allowed(int word, int tag) {
    return word >= 1 && tag >= 0 && word != tag;
  }
}

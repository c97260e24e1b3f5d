package dev.zener.data;

/**
 * Which columns of a CoNLL file are read.
 *
 * @param word the word's, from 1
 * @param tag the tag's, from 1; 0 for the last
 */
public record Columns(int word, int tag) {
  /** Word first, tag last. */
  public static final Columns FIRST_AND_LAST = new Columns(1, 0);

  /**
   * Passes two different columns.
   *
   * @throws IllegalArgumentException for any others
   */
  public Columns {
    if (!allowed(word, tag)) {
      throw new IllegalArgumentException(
          "columns "
              + word
              + ","
              + tag
              + "; allowed: the word's and the tag's, from 1, or 0 for a tag in the last");
    }
  }

  /** Whether these are two columns. */
  public static boolean allowed(int word, int tag) {
    return word >= 1 && tag >= 0 && word != tag;
  }
}

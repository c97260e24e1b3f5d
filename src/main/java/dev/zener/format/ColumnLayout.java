package dev.zener.format;

/**
 * The columns of a file that are read, numbered from 1.
 *
 * @param word the column of the word
 * @param tag the column of the tag; 0 for the last column of each line, {@link #NONE} if tags are
 *     not read
 * @param counter the column that counts the words of a sentence, or {@link #NONE}
 * @param sentence the column that says where a sentence starts, or {@link #NONE}
 * @param header whether the first row has the names of the columns
 */
record ColumnLayout(int word, int tag, int counter, int sentence, boolean header) {
  static final int NONE = -1;

  /** A description such as {@code word from column 1, tag from column 4}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("word from column ").append(word);
    if (tag == 0) {
      text.append(", tag from the last column");
    } else if (tag != NONE) {
      text.append(", tag from column ").append(tag);
    }
    return text.toString();
  }
}

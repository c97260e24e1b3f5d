package dev.zener.vectors;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Locale;

/**
 * The vectors of several languages in one space, numbered one language after the other. The same
 * word of two languages has two numbers.
 */
public final class VectorTables {
  private final List<WordVectors> tables;
  private final int[] offsets;

  /**
   * Joins tables.
   *
   * @throws IllegalArgumentException if there is none, or their vectors have different widths
   */
  public VectorTables(List<WordVectors> tables) {
    this.tables = List.copyOf(tables);
    offsets = new int[tables.size() + 1];
    for (int t = 0; t < tables.size(); t++) {
      offsets[t + 1] = Math.addExact(offsets[t], tables.get(t).size());
      if (tables.get(t).width() != width()) {
        throw new IllegalArgumentException(
            "vectors of " + tables.get(t).width() + " and of " + width() + " numbers in one space");
      }
    }
  }

  /** The number of elements of a vector. */
  public int width() {
    return tables.get(0).width();
  }

  /**
   * The number of a word's vector. If a table does not have the word as it is written, the vector
   * of the word in small letters is used.
   *
   * @param table the index of the word's language
   * @return −1 if the word has no vector
   */
  public int number(int table, String word) {
    WordVectors vectors = tables.get(table);
    int number = vectors.number(word);
    if (number < 0) {
      number = vectors.number(word.toLowerCase(Locale.ROOT));
    }
    return number < 0 ? -1 : offsets[table] + number;
  }

  /** Copies the vector of a number to the position of a buffer; zeros if the number is −1. */
  public void copy(int number, FloatBuffer target) {
    if (number < 0) {
      target.put(new float[width()]);
      return;
    }
    int table = 0;
    while (number >= offsets[table + 1]) {
      table++;
    }
    tables.get(table).copy(number - offsets[table], target);
  }
}

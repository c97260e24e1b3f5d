package dev.zener.data;

import java.util.Arrays;

/**
 * The different words of a packed batch, in the order in which they first occur. Words are the same
 * if they have the same pieces and the same vector. About half of the words of a text occur a few
 * lines before, and what a network says of a word without its context is computed once.
 *
 * @param ids the piece ids of all different words
 * @param offsets [D+1] word d has the ids offsets[d] to offsets[d+1] − 1
 * @param numbers [D] the number of each word's vector, −1 if it has none
 * @param rows [W] for each word of the batch, which of the different words it is
 */
public record DistinctWords(int[] ids, int[] offsets, int[] numbers, int[] rows) {
  /** Finds the different words of a batch whose words have vectors, and pieces up to the next. */
  public static DistinctWords of(PackedBatch batch) {
    int words = batch.words().length;
    int[] starts = Arrays.copyOf(batch.wordRows(), words + 1);
    starts[words] = batch.pieces();
    int[] table = new int[Integer.highestOneBit(Math.max(1, words)) * 4]; // 0: free, else d + 1
    int[] first = new int[words]; // the word of the batch that is d
    int[] rows = new int[words];
    int count = 0;
    for (int w = 0; w < words; w++) {
      int slot = hash(batch, starts, w) & table.length - 1;
      while (table[slot] > 0 && !same(batch, starts, first[table[slot] - 1], w)) {
        slot = slot + 1 & table.length - 1;
      }
      if (table[slot] == 0) {
        first[count++] = w;
        table[slot] = count;
      }
      rows[w] = table[slot] - 1;
    }
    return of(batch, starts, Arrays.copyOf(first, count), rows);
  }

  private static DistinctWords of(PackedBatch batch, int[] starts, int[] first, int[] rows) {
    int[] offsets = new int[first.length + 1];
    int[] numbers = new int[first.length];
    for (int d = 0; d < first.length; d++) {
      offsets[d + 1] = offsets[d] + starts[first[d] + 1] - starts[first[d]];
      numbers[d] = batch.numbers()[first[d]];
    }
    int[] ids = new int[offsets[first.length]];
    for (int d = 0; d < first.length; d++) {
      System.arraycopy(batch.ids(), starts[first[d]], ids, offsets[d], offsets[d + 1] - offsets[d]);
    }
    return new DistinctWords(ids, offsets, numbers, rows);
  }

  private static int hash(PackedBatch batch, int[] starts, int word) {
    int hash = batch.numbers()[word];
    for (int i = starts[word]; i < starts[word + 1]; i++) {
      hash = 31 * hash + batch.ids()[i];
    }
    hash *= 0x9E3779B9; // spreads numbers that follow one another
    return hash ^ hash >>> 16;
  }

  private static boolean same(PackedBatch batch, int[] starts, int a, int b) {
    return batch.numbers()[a] == batch.numbers()[b]
        && Arrays.equals(
            batch.ids(), starts[a], starts[a + 1], batch.ids(), starts[b], starts[b + 1]);
  }
}

package dev.zener.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Groups sentences or windows into batches. */
public final class Batches {
  private Batches() {}

  /**
   * The batches of one epoch. Each of {@code count} items occurs once, in a random order determined
   * by seed and epoch. Batches have {@code size} items; the last one may be smaller.
   */
  public static List<int[]> shuffled(int count, int size, long seed, int epoch) {
    requireSize(size);
    int[] order = Permutation.of(count, seed, epoch);
    List<int[]> batches = new ArrayList<>();
    for (int from = 0; from < count; from += size) {
      batches.add(Arrays.copyOfRange(order, from, Math.min(count, from + size)));
    }
    return batches;
  }

  /** The number of batches in an epoch of {@link #shuffled}. */
  public static int perEpoch(int count, int size) {
    requireSize(size);
    return (count + size - 1) / size;
  }

  /**
   * Groups windows of similar length, the longest first, so that the first batch shows how much
   * memory is needed. A batch has at most {@code budget} pieces, unless it is a single longer
   * window.
   */
  public static List<List<Window>> byLength(List<Window> windows, int budget) {
    List<Window> ordered = new ArrayList<>(windows);
    ordered.sort(Comparator.comparingInt(Window::pieces).reversed());
    List<List<Window>> batches = new ArrayList<>();
    List<Window> batch = new ArrayList<>();
    int pieces = 0;
    for (Window window : ordered) {
      if (!batch.isEmpty() && pieces + window.pieces() > budget) {
        batches.add(batch);
        batch = new ArrayList<>();
        pieces = 0;
      }
      batch.add(window);
      pieces += window.pieces();
    }
    if (!batch.isEmpty()) {
      batches.add(batch);
    }
    return batches;
  }

  private static void requireSize(int size) {
    if (size < 1) {
      throw new IllegalArgumentException("Batches of " + size + " items; at least 1");
    }
  }
}

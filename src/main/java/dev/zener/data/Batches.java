package dev.zener.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;

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
   * Groups windows of similar size, the largest first, so that the first batch shows how much
   * memory is needed.
   *
   * @param size the size of a window
   * @param budget the largest total size of a batch, unless it is a single larger window
   */
  public static List<List<Window>> bySize(
      List<Window> windows, ToIntFunction<Window> size, int budget) {
    List<Window> ordered = new ArrayList<>(windows);
    ordered.sort(Comparator.comparingInt(size).reversed());
    List<List<Window>> batches = new ArrayList<>();
    List<Window> batch = new ArrayList<>();
    int total = 0;
    for (Window window : ordered) {
      int more = size.applyAsInt(window);
      if (!batch.isEmpty() && total + more > budget) {
        batches.add(batch);
        batch = new ArrayList<>();
        total = 0;
      }
      batch.add(window);
      total += more;
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

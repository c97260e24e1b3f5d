package dev.zener.op.onednn.recurrent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Some sequences of a batch in one direction, from the longest to the shortest. The sequences that
 * still have a row at a step are therefore the first ones, and the rows of a step are a matrix
 * without gaps. Groups are so small that the rows of a step stay in a core's cache, and they do not
 * depend on the number of threads.
 */
final class SequenceGroup {
  /** The number of gates of one step that fit the cache, with copies. */
  private static final int MOST = 1 << 14;

  /** The number of sequences below which products of a step are slow. */
  private static final int LEAST = 64;

  private final boolean reversed;
  private final int[] sequences;
  private final int[] offsets;

  /** The number of sequences with more than t rows. */
  private final int[] active;

  private SequenceGroup(boolean reversed, int[] sequences, int[] offsets) {
    this.reversed = reversed;
    this.sequences = sequences;
    this.offsets = offsets;
    active = new int[length(0) + 1];
    for (int k = 0; k < sequences.length; k++) {
      for (int t = 0; t < length(k); t++) {
        active[t]++;
      }
    }
  }

  /** The largest number of sequences of a group for cells of a size. */
  static int most(int size) {
    return Math.max(LEAST, MOST / (4 * size) / 16 * 16);
  }

  /** The groups of all sequences that are not empty, in both directions. */
  static List<SequenceGroup> of(int[] offsets, int size) {
    int[] sorted =
        IntStream.range(0, offsets.length - 1)
            .filter(s -> offsets[s + 1] > offsets[s])
            .boxed()
            .sorted(Comparator.comparingInt(s -> offsets[s] - offsets[s + 1])) // a stable sort
            .mapToInt(s -> s)
            .toArray();
    int most = most(size);
    List<SequenceGroup> groups = new ArrayList<>();
    for (boolean reversed : new boolean[] {false, true}) {
      for (int at = 0; at < sorted.length; at += most) {
        int[] some = Arrays.copyOfRange(sorted, at, Math.min(sorted.length, at + most));
        groups.add(new SequenceGroup(reversed, some, offsets));
      }
    }
    return groups;
  }

  private int length(int k) {
    return offsets[sequences[k] + 1] - offsets[sequences[k]];
  }

  /** The index of the direction: 0 forward, 1 backward. */
  int direction() {
    return reversed ? 1 : 0;
  }

  /** The number of steps of the longest sequence. */
  int steps() {
    return active.length - 1;
  }

  /** The number of sequences with a row at step t; 0 at {@link #steps}. */
  int active(int t) {
    return active[t];
  }

  /** The number of the k-th sequence in the batch. */
  int sequence(int k) {
    return sequences[k];
  }

  /** The row of the k-th sequence at step t. */
  int row(int k, int t) {
    int s = sequences[k];
    return reversed ? offsets[s + 1] - 1 - t : offsets[s] + t;
  }
}

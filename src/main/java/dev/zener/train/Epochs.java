package dev.zener.train;

import dev.zener.data.Batches;
import java.util.List;

/** Shuffled passes over {@code count} sentences in batches of {@code size}. */
final class Epochs {
  private final int count;
  private final int size;
  private final long seed;
  private int epoch = -1;
  private List<int[]> batches;

  Epochs(int count, int size, long seed) {
    this.count = count;
    this.size = size;
    this.seed = seed;
  }

  int steps() {
    return Batches.perEpoch(count, size);
  }

  /** The indices of the sentences of a step; steps are counted from 0. */
  int[] at(long step) {
    int wanted = Math.toIntExact(step / steps());
    if (wanted != epoch) {
      epoch = wanted;
      batches = Batches.shuffled(count, size, seed, epoch);
    }
    return batches.get((int) (step % steps()));
  }

  /** The total number of sentences in the first {@code steps} steps. */
  long sentences(long steps) {
    return steps / steps() * count + Math.min(count, steps % steps() * size);
  }
}

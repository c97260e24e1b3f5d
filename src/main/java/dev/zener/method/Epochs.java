package dev.zener.method;

import dev.zener.data.Batches;
import java.util.List;

/** Shuffled passes over so many sentences: which of them a step takes. */
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

  /** The sentences of a step, counted from 0. */
  int[] at(long step) {
    int wanted = Math.toIntExact(step / steps());
    if (wanted != epoch) {
      epoch = wanted;
      batches = Batches.shuffled(count, size, seed, epoch);
    }
    return batches.get((int) (step % steps()));
  }

  /** Sentences of the first so many steps. */
  long sentences(long steps) {
    return steps / steps() * count + Math.min(count, steps % steps() * size);
  }
}

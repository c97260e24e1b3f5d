package dev.zener.train;

import dev.zener.data.Permutation;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The sentences with pseudo labels that the steps of a training learn from, see {@link
 * LengthSelection}. Each epoch draws anew, shuffles what it has drawn, and goes through it from the
 * start again if its steps need more.
 */
final class DrawnSentences {
  private final int[] lengths;
  private final LengthSelection selection;
  private final int size;
  private final int stepsPerEpoch;
  private final int epochs;
  private final long seed;
  private int epoch = -1;
  private int[] drawn;

  /**
   * Prepares to draw.
   *
   * @param lengths the number of words of each sentence
   * @param size the number of sentences in a step
   */
  DrawnSentences(
      int[] lengths,
      LengthSelection selection,
      int size,
      int stepsPerEpoch,
      int epochs,
      long seed) {
    this.lengths = lengths;
    this.selection = selection;
    this.size = size;
    this.stepsPerEpoch = stepsPerEpoch;
    this.epochs = epochs;
    this.seed = seed;
  }

  /** The total number of sentences in the first {@code steps} steps. */
  long sentences(long steps) {
    long sum = 0;
    for (long first = 0; first < steps; first += stepsPerEpoch) {
      sum += Math.min(stepsPerEpoch, steps - first) * Math.min(size, ofEpoch(first).length);
    }
    return sum;
  }

  /** The indices of the sentences of a step; steps are counted from 0. */
  int[] at(long step) {
    int[] drawn = ofEpoch(step);
    int count = Math.min(size, drawn.length);
    int[] chosen = new int[count];
    long first = step % stepsPerEpoch * size;
    for (int i = 0; i < count; i++) {
      chosen[i] = drawn[(int) ((first + i) % drawn.length)];
    }
    return chosen;
  }

  /** What is drawn in the epoch of a step. */
  private int[] ofEpoch(long step) {
    int wanted = Math.toIntExact(step / stepsPerEpoch);
    if (wanted != epoch) {
      epoch = wanted;
      drawn = draw();
    }
    return drawn;
  }

  private int[] draw() {
    SplittableRandom random = new SplittableRandom(seed * 1_000_003 + epoch);
    int[] kept =
        Arrays.stream(Permutation.of(lengths.length, seed, epoch))
            .filter(
                s ->
                    random.nextDouble()
                        < selection.probability(lengths[s], Math.min(epoch, epochs - 1), epochs))
            .toArray();
    return kept.length > 0 ? kept : new int[] {shortest()};
  }

  private int shortest() {
    int shortest = 0;
    for (int s = 1; s < lengths.length; s++) {
      shortest = lengths[s] < lengths[shortest] ? s : shortest;
    }
    return shortest;
  }
}

package dev.zener.op.reference;

import dev.zener.device.Tensor;
import dev.zener.device.Workers;
import dev.zener.op.SentenceOffsets;
import java.util.Arrays;

/** The inputs of {@link dev.zener.op.Crf} except its labels, as plain numbers. */
final class ChainScores {
  /** The number of numbers below which a second thread costs more than it saves. */
  private static final int SERIAL = 2000;

  /** A range of sentences. */
  @FunctionalInterface
  interface Group {
    void run(int group, int from, int to);
  }

  /** The number of groups into which sentences are divided, on any number of threads. */
  private static final int GROUPS = 16;

  /** C. */
  final int labels;

  final double[] emissions;
  final double[] transitions;
  final double[] start;
  final double[] end;
  final int[] offsets;

  /** The largest transition. */
  final double largest;

  /** exp(transitions − largest), by the label before and the label. */
  final double[][] weights;

  /** The same, by the label and the label before. */
  final double[][] transposed;

  ChainScores(Tensor[] in) {
    labels = in[0].dim(1);
    emissions = in[0].toDoubles();
    transitions = in[1].toDoubles();
    start = in[2].toDoubles();
    end = in[3].toDoubles();
    offsets = SentenceOffsets.check(in[4].toInts(), in[0].dim(0));
    double max = Arrays.stream(transitions).max().orElseThrow();
    largest = Double.isInfinite(max) ? 0 : max; // if every transition is forbidden
    weights = new double[labels][labels];
    transposed = new double[labels][labels];
    for (int i = 0; i < labels; i++) {
      for (int j = 0; j < labels; j++) {
        weights[i][j] = Math.exp(transitions[i * labels + j] - largest);
        transposed[j][i] = weights[i][j];
      }
    }
  }

  /** B. */
  int sentences() {
    return offsets.length - 1;
  }

  int length(int sentence) {
    return offsets[sentence + 1] - offsets[sentence];
  }

  /** The number of sentences that have words. */
  int withWords() {
    int count = 0;
    for (int b = 0; b < sentences(); b++) {
      count += length(b) > 0 ? 1 : 0;
    }
    return count;
  }

  /** The number of groups of {@link #each}. */
  int groups() {
    return Math.min(GROUPS, sentences());
  }

  /**
   * Runs a function for groups of sentences, in parallel if there is much work. The groups do not
   * depend on the number of threads, so that sums over a group always have the same bits.
   */
  void each(Group group) {
    int n = groups();
    Workers.each(
        n,
        emissions.length < SERIAL ? n + 1 : 2,
        g -> group.run(g, sentences() * g / n, sentences() * (g + 1) / n));
  }

  /** The score of the labels of a sentence's words. */
  double score(int sentence, int[] chosen) {
    int first = offsets[sentence];
    int last = offsets[sentence + 1] - 1;
    double sum = start[chosen[first]] + end[chosen[last]];
    for (int w = first; w <= last; w++) {
      sum += emissions[w * labels + chosen[w]];
      sum += w == first ? 0 : transitions[chosen[w - 1] * labels + chosen[w]];
    }
    return sum;
  }
}

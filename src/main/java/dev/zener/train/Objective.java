package dev.zener.train;

import dev.zener.data.Window;
import dev.zener.graph.Inputs;
import dev.zener.model.LossGraph;
import dev.zener.model.Parameters;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a training minimises. A batch depends only on the seed and the step.
 *
 * <p>A step has one or more update groups: each has a loss and trains parameters that no other
 * group trains. They take turns in each step, so that adversarial objectives can be expressed.
 */
public interface Objective extends AutoCloseable {
  /**
   * Describes the batch of a step.
   *
   * @param sentences the number of sentences, source and target together
   * @param pieces N, the number of pieces
   * @param numbers the distinct indices, from 0, of the sentences to learn from (target sentences
   *     in distillation) in the list that their corpus was built from
   */
  record Batch(int sentences, int pieces, List<Integer> numbers) {
    /** A batch whose {@code numbers} are the sentences of the windows. */
    static Batch of(List<Window> windows, int sentences, int pieces) {
      return new Batch(
          sentences, pieces, windows.stream().map(Window::sentence).distinct().toList());
    }
  }

  /**
   * Builds the graphs of the update groups, in the order in which a step runs them. All read the
   * inputs of the same batch.
   *
   * @param trained whether the parameter of a name may be trained
   */
  List<LossGraph> graphs(Parameters parameters, Predicate<String> trained);

  /** The number of steps in one pass over the data. */
  int stepsPerEpoch();

  /** The total number of sentences in the first {@code steps} steps. */
  long sentences(long steps);

  /** The number of pieces N in the batch of a step; steps are counted from 0. */
  int pieces(long step);

  /** Fills the inputs of a step; steps are counted from 0. */
  Batch fill(long step, Inputs inputs);

  @Override
  default void close() {}
}

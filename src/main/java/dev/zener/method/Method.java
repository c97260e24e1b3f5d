package dev.zener.method;

import dev.zener.data.Window;
import dev.zener.graph.Inputs;
import dev.zener.model.Parameters;
import dev.zener.model.TaggerGraph;
import java.util.List;
import java.util.function.Predicate;

/** A way to train a tagger. Batches depend on the seed and the step alone. */
public interface Method extends AutoCloseable {
  /**
   * What a step's batch held.
   *
   * @param sentences source and target
   * @param pieces N
   * @param numbers of its sentences in the text that is learnt from, from 0
   */
  record Batch(int sentences, int pieces, List<Integer> numbers) {
    /** A batch of these windows of that text. */
    static Batch of(List<Window> windows, int sentences, int pieces) {
      return new Batch(
          sentences, pieces, windows.stream().map(Window::sentence).distinct().toList());
    }
  }

  /** The training graph over these parameters. */
  TaggerGraph graph(Parameters parameters, Predicate<String> trained);

  /** Steps that one pass over the data takes. */
  int stepsPerEpoch();

  /** Sentences of the first so many steps. */
  long sentences(long steps);

  /** N of a step's batch, steps counted from 0. */
  int pieces(long step);

  /** Fills the inputs of a step, counted from 0. */
  Batch fill(long step, Inputs inputs);

  @Override
  default void close() {}
}

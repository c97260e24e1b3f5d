package dev.zener.method;

import dev.zener.graph.Inputs;
import dev.zener.model.Parameters;
import dev.zener.model.TaggerGraph;
import java.util.function.Predicate;

/** A way to train a tagger. Batches depend on the seed and the step alone. */
public interface Method extends AutoCloseable {
  /**
   * What a step's batch held.
   *
   * @param sentences source and target
   * @param pieces N
   */
  record Batch(int sentences, int pieces) {}

  /** The training graph over these parameters. */
  TaggerGraph graph(Parameters parameters, Predicate<String> trained);

  /** Steps that one pass over the data takes. */
  int stepsPerEpoch();

  /** Sentences of the first so many steps. */
  long sentences(long steps);

  /** Fills the inputs of a step, counted from 0. */
  Batch fill(long step, Inputs inputs);

  @Override
  default void close() {}
}

package dev.zener.method;

import dev.zener.pipeline.Stage;
import dev.zener.pipeline.Workspace;
import dev.zener.train.Objective;
import dev.zener.train.Select;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A training as a method describes it.
 *
 * @param name the name in messages and file names, such as {@code msd}
 * @param target the target's language code; empty if one model serves all targets
 * @param seed the random seed of this training, see {@link TrainingStages#seed}
 * @param settings the settings on which the result depends, in addition to the other components
 * @param inputs the stages whose artifacts the objective reads
 * @param start the model whose weights it starts from, where it has them; empty: the network's own
 *     start
 * @param objective what a step minimises, once the inputs are there
 */
record Training(
    String name,
    Optional<String> target,
    long configuredSeed,
    long seed,
    String settings,
    Network network,
    double learningRate,
    int epochs,
    Select select,
    List<Stage> inputs,
    Optional<TrainedModel> start,
    Opening objective) {
  /** Makes the objective of a training. */
  @FunctionalInterface
  interface Opening {
    Objective open(Workspace place) throws IOException;
  }
}

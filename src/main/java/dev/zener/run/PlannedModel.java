package dev.zener.run;

import dev.zener.method.Method;
import dev.zener.method.TrainedModel;
import dev.zener.pipeline.Stage;
import java.util.Optional;

/**
 * A model that a run makes, and its scores.
 *
 * @param method the row of the result table
 * @param target the language of the model; empty if it serves all targets
 * @param seed the configured seed
 * @param scores the stage that scores it on test sets
 */
record PlannedModel(
    Method method, Optional<String> target, long seed, TrainedModel model, Stage scores) {}

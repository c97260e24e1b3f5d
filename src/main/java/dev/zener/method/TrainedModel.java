package dev.zener.method;

import dev.zener.pipeline.Stage;
import dev.zener.train.TrainEvent;

/**
 * A model as the result of a stage, whose artifact holds the trained weights.
 *
 * @param job the training in events and file names
 */
public record TrainedModel(Stage stage, ModelShape shape, TrainEvent.Job job) {}

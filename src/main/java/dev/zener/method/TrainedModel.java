package dev.zener.method;

import dev.zener.pipeline.Stage;
import dev.zener.train.TrainEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * A model as the result of a stage, whose artifact holds the trained weights.
 *
 * @param text whose text the model tags
 * @param job the training in events and file names
 */
public record TrainedModel(Stage stage, Network network, Network.Text text, TrainEvent.Job job) {
  /** The stages whose artifacts a predictor of this model reads. */
  public List<Stage> reads() {
    List<Stage> reads = new ArrayList<>(List.of(stage));
    reads.addAll(network.reads());
    return reads;
  }
}

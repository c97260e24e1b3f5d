package dev.zener.method;

import dev.zener.method.Network.Text;
import dev.zener.model.Parameters;
import dev.zener.pipeline.Stage;
import dev.zener.predict.Predictor;
import dev.zener.train.DevSets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

/** The predictors of a network for the development sets of a training, made when needed. */
final class Predictors implements AutoCloseable {
  private final Network network;
  private final Parameters parameters;
  private final Function<Stage, Path> artifacts;
  private final Map<Text, Predictor> predictors = new EnumMap<>(Text.class);

  Predictors(Network network, Parameters parameters, Function<Stage, Path> artifacts) {
    this.network = network;
    this.parameters = parameters;
    this.artifacts = artifacts;
  }

  /** The predictor for a set of {@link DevSets}. */
  Predictor of(String set) {
    boolean target = set.equals(DevSets.TARGET) && network.tellsTextsApart();
    return predictors.computeIfAbsent(
        target ? Text.TARGET : Text.SOURCE, text -> network.predictor(parameters, text, artifacts));
  }

  @Override
  public void close() {
    predictors.values().forEach(Predictor::close);
  }
}

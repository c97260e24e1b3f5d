package dev.zener.method;

import dev.zener.device.ElementType;
import dev.zener.label.LabelSet;
import dev.zener.model.KeptLayers;
import dev.zener.model.ParameterGroup;
import dev.zener.model.Parameters;
import dev.zener.op.backend.Backend;
import dev.zener.pipeline.Stage;
import dev.zener.predict.Predictor;
import dev.zener.pretrained.ModelWriter;
import dev.zener.train.ChosenWeights;
import dev.zener.train.Frozen;
import dev.zener.train.RateFactors;
import dev.zener.train.StartEncoder;
import dev.zener.weights.DType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A tagger on layers of the run's encoder.
 *
 * @param frozen what a training leaves as it is
 * @param factors what the learning rate is multiplied by, by group
 * @param prediction how texts are tagged
 */
record TransformerNetwork(
    ModelShape shape,
    StartEncoder encoder,
    LabelSet labels,
    Frozen frozen,
    RateFactors factors,
    Backend backend,
    Predictor.Settings prediction)
    implements Network {
  @Override
  public long bytes() {
    return Parameters.bytes(shape.tagger(), ElementType.FLOAT32);
  }

  @Override
  public Parameters fresh(long seed, Function<Stage, Path> artifacts) {
    return encoder.parameters(shape.tagger(), shape.kept(), seed);
  }

  @Override
  public void load(Path weights, Parameters parameters) {
    ChosenWeights.load(weights, parameters, KeptLayers.all(shape.kept().count()));
  }

  /** Loads the layers that this network keeps of another, which has all layers of the encoder. */
  @Override
  public void begin(Network other, Path weights, Parameters parameters) {
    ChosenWeights.load(weights, parameters, shape.kept());
  }

  @Override
  public boolean trains(ParameterGroup group) {
    return !frozen.freezes(shape.kept().original(group));
  }

  @Override
  public double rate(ParameterGroup group) {
    return factors.of(shape.kept().original(group));
  }

  @Override
  public List<Stage> reads() {
    return List.of();
  }

  /** The pieces of all languages are in one vocabulary. */
  @Override
  public boolean tellsTextsApart() {
    return false;
  }

  @Override
  public boolean choosesLabels() {
    return false;
  }

  @Override
  public Predictor predictor(Parameters parameters, Text text, Function<Stage, Path> artifacts) {
    return new Predictor(parameters, backend, encoder.tokenizer(), labels, prediction);
  }

  @Override
  public void write(
      Path folder,
      Parameters parameters,
      Text text,
      Map<String, String> info,
      Function<Stage, Path> artifacts) {
    ModelWriter.write(folder, parameters, labels, encoder.tokenizer(), DType.F32, info);
  }
}

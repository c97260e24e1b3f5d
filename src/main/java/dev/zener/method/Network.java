package dev.zener.method;

import dev.zener.model.ParameterGroup;
import dev.zener.model.Parameters;
import dev.zener.pipeline.Stage;
import dev.zener.predict.Predictor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The networks of one kind and shape in a run: how they start, what they read, how they tag. */
public interface Network {
  /** Whose text is tagged: a network may read the languages' words differently. */
  enum Text {
    SOURCE,
    TARGET
  }

  /** The bytes of a network's parameters. */
  long bytes();

  /**
   * Parameters as at the start of a training, which the caller must close.
   *
   * @param artifacts finds the artifacts of {@link #reads}
   */
  Parameters fresh(long seed, Function<Stage, Path> artifacts);

  /** Loads the weights that a training of this network has chosen. */
  void load(Path weights, Parameters parameters);

  /**
   * Loads the weights that a training of another network has chosen, where this network has them.
   */
  void begin(Network other, Path weights, Parameters parameters);

  /** Whether a training changes the parameters of a group. */
  boolean trains(ParameterGroup group);

  /** What the learning rate of a group of parameters is multiplied by. */
  default double rate(ParameterGroup group) {
    return 1;
  }

  /** The stages whose artifacts the network needs, besides the weights. */
  List<Stage> reads();

  /** Whether texts of the source and of a target need predictors of their own. */
  boolean tellsTextsApart();

  /** Whether it chooses labels itself, so that no decoding and no temperature apply. */
  boolean choosesLabels();

  /**
   * Compiles the forward pass. The caller must close the predictor, and the parameters after it.
   *
   * @param artifacts finds the artifacts of {@link #reads}
   */
  Predictor predictor(Parameters parameters, Text text, Function<Stage, Path> artifacts);

  /**
   * Writes a trained network as the directory of a model that reads the text of the target, or of
   * the source if the network serves all languages.
   *
   * @param info strings on the model's origin
   */
  void write(
      Path folder,
      Parameters parameters,
      Text text,
      Map<String, String> info,
      Function<Stage, Path> artifacts);
}

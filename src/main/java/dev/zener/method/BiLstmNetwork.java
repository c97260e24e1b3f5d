package dev.zener.method;

import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.label.LabelSet;
import dev.zener.model.BiLstmShape;
import dev.zener.model.ParameterGroup;
import dev.zener.model.Parameters;
import dev.zener.op.backend.Backend;
import dev.zener.pipeline.Stage;
import dev.zener.predict.Batching;
import dev.zener.predict.Predictor;
import dev.zener.pretrained.BiLstmDirectory;
import dev.zener.tokenizer.Characters;
import dev.zener.train.ChosenWeights;
import dev.zener.train.RateFactors;
import dev.zener.vectors.EvenVectors;
import dev.zener.vectors.VectorFile;
import dev.zener.vectors.VectorTables;
import dev.zener.vectors.WordVectors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A BiLSTM-CRF.
 *
 * @param source the vectors of the source's words
 * @param mapped the stage whose artifact holds the vectors of the target's words, in the source's
 *     space; empty: a target's words are looked up among the source's
 * @param features the training whose model's output is a feature; empty if the shape has none
 * @param factors what the learning rate is multiplied by, by group
 */
record BiLstmNetwork(
    BiLstmShape shape,
    Characters characters,
    LabelSet labels,
    WordVectors source,
    Optional<Stage> mapped,
    Optional<Stage> features,
    RateFactors factors,
    Backend backend,
    Batching batching)
    implements Network {
  /** The same network, which reads a target's words by other vectors. */
  BiLstmNetwork reading(Stage vectors) {
    return new BiLstmNetwork(
        shape,
        characters,
        labels,
        source,
        Optional.of(vectors),
        features,
        factors,
        backend,
        batching);
  }

  @Override
  public long bytes() {
    return Parameters.bytes(shape, ElementType.FLOAT32);
  }

  @Override
  public Parameters fresh(long seed, Function<Stage, Path> artifacts) {
    Parameters parameters = Parameters.random(shape, seed);
    try {
      features.ifPresent(stage -> read(artifacts.apply(stage), parameters, BiLstmShape.FEATURES));
      return parameters;
    } catch (RuntimeException | Error e) {
      parameters.close();
      throw e;
    }
  }

  @Override
  public void load(Path weights, Parameters parameters) {
    read(weights, parameters, "");
  }

  /**
   * Loads the weights that both have: all LSTMs and the CRF, and between them the layers of a
   * network of the same shape.
   */
  @Override
  public void begin(Network other, Path weights, Parameters parameters) {
    boolean same = ((BiLstmNetwork) other).shape().equals(shape);
    read(weights, parameters, "", spec -> same || !BiLstmShape.isBetween(spec));
  }

  private static void read(Path weights, Parameters parameters, String prefix) {
    read(weights, parameters, prefix, name -> true);
  }

  /** Reads those parameters whose names are a prefix and a name in the file, with equal shapes. */
  private static void read(
      Path weights, Parameters parameters, String prefix, Predicate<String> allowed) {
    Map<String, Tensor> wanted = new LinkedHashMap<>();
    parameters
        .tensors()
        .forEach(
            (name, tensor) -> {
              if (name.startsWith(prefix) && allowed.test(name)) {
                wanted.put(name.substring(prefix.length()), tensor);
              }
            });
    ChosenWeights.loadPresent(weights, wanted);
  }

  @Override
  public boolean trains(ParameterGroup group) {
    return !group.equals(ParameterGroup.FEATURES);
  }

  /** Layer 1 is the characters' LSTM, layer 2 the words'. */
  @Override
  public double rate(ParameterGroup group) {
    return factors.of(group);
  }

  @Override
  public List<Stage> reads() {
    List<Stage> reads = new ArrayList<>();
    mapped.ifPresent(reads::add);
    features.ifPresent(reads::add);
    return reads;
  }

  @Override
  public boolean tellsTextsApart() {
    return mapped.isPresent();
  }

  /** The CRF does. */
  @Override
  public boolean choosesLabels() {
    return true;
  }

  @Override
  public Predictor predictor(Parameters parameters, Text text, Function<Stage, Path> artifacts) {
    VectorTables tables = new VectorTables(List.of(even(text, artifacts)));
    return Predictor.biLstm(parameters, backend, characters, tables, 0, labels, batching);
  }

  /** The vectors of both languages, the source's first; the source's alone if none are mapped. */
  VectorTables tables(Function<Stage, Path> artifacts) {
    List<WordVectors> tables = new ArrayList<>(List.of(even(Text.SOURCE, artifacts)));
    if (mapped.isPresent()) {
      tables.add(even(Text.TARGET, artifacts));
    }
    return new VectorTables(tables);
  }

  private WordVectors even(Text text, Function<Stage, Path> artifacts) {
    return new EvenVectors(vectors(text, artifacts));
  }

  private WordVectors vectors(Text text, Function<Stage, Path> artifacts) {
    return text == Text.TARGET && mapped.isPresent()
        ? VectorFile.open(artifacts.apply(mapped.get())).vectors()
        : source;
  }

  @Override
  public void write(
      Path folder,
      Parameters parameters,
      Text text,
      Map<String, String> info,
      Function<Stage, Path> artifacts) {
    BiLstmDirectory.write(folder, parameters, labels, characters, vectors(text, artifacts), info);
  }
}

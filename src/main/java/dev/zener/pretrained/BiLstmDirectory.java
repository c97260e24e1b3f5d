package dev.zener.pretrained;

import dev.zener.data.WordRule;
import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.label.LabelSet;
import dev.zener.model.BiLstmShape;
import dev.zener.model.ParameterSpec;
import dev.zener.model.Parameters;
import dev.zener.problem.InputException;
import dev.zener.problem.Setting;
import dev.zener.tokenizer.BertPreTokenizer;
import dev.zener.tokenizer.Casing;
import dev.zener.tokenizer.Characters;
import dev.zener.tokenizer.PreTokenizer;
import dev.zener.vectors.EvenVectors;
import dev.zener.vectors.VectorFile;
import dev.zener.vectors.WordVectors;
import dev.zener.weights.SafetensorsWriter;
import dev.zener.weights.TensorSource;
import dev.zener.weights.WeightFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A stored BiLSTM-CRF: {@code config.json} with sizes, labels and characters, {@code
 * model.safetensors} with the weights, {@code vectors.safetensors} with the vectors of the words
 * that it knows, and Zener's own file with info strings. Immutable; the vectors stay mapped.
 */
public final class BiLstmDirectory implements StoredTagger {
  private static final String MODEL_TYPE = "zener-bilstm-crf";
  private static final String WEIGHTS = "model.safetensors";
  private static final String VECTORS = "vectors.safetensors";
  private static final String REMEDY = "write the model again";

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final String name;
  private final ModelFiles files;
  private final BiLstmShape shape;
  private final LabelSet labels;
  private final Characters characters;
  private final WordVectors vectors;
  private final Map<String, String> info;
  private final Confidence confidence;
  private final Optional<WordRule> words;

  private BiLstmDirectory(String name, ModelFiles files) {
    this.name = name;
    this.files = files;
    JsonConfig json = JsonConfig.read(files.folder(), ModelConfig.NAME);
    characters = characters(json);
    labels = LabelSet.ofId2Label(ModelConfig.id2label(json));
    vectors = vectors(files);
    shape = shape(json);
    info = info(files);
    confidence = Confidence.of(files.folder().place(InnerHeads.NAME), info);
    words = StoredWordRule.of(files.folder().place(InnerHeads.NAME), info);
  }

  /** Whether a model's config says that it is a BiLSTM-CRF. */
  static boolean is(ModelFiles files) {
    return files
        .config()
        .filter(ModelConfig.NAME::equals)
        .map(config -> JsonConfig.read(files.folder(), config).value("model_type"))
        .filter(type -> type.asString("").equals(MODEL_TYPE))
        .isPresent();
  }

  static BiLstmDirectory open(ModelSource source, ModelFiles files) {
    refuse(source, Setting.LABELS, source.labels().isPresent());
    refuse(source, Setting.CASING, source.casing().isPresent());
    return new BiLstmDirectory(source.toString(), files);
  }

  private static void refuse(ModelSource source, Setting setting, boolean given) {
    if (given) {
      throw new InputException(
          "%s: %s has no effect on a BiLSTM-CRF, which names its labels and reads words as they are"
                  .formatted(source, setting)
              + " written; leave it out");
    }
  }

  private static Map<String, String> info(ModelFiles files) {
    Optional<InnerHeads> own = InnerHeads.open(files.folder());
    if (own.isEmpty()) {
      return Map.of();
    }
    try (InnerHeads open = own.get()) {
      return open.info();
    }
  }

  private static WordVectors vectors(ModelFiles files) {
    Path file =
        files
            .folder()
            .file(VECTORS)
            .filter(Files::isRegularFile)
            .orElseThrow(
                () ->
                    new InputException(
                        files.folder().place(VECTORS)
                            + ": the vectors of the model's words must be a file on disk, since"
                            + " they are mapped into memory; unpack the model into a directory"));
    return VectorFile.open(file).vectors();
  }

  private static Characters characters(JsonConfig json) {
    List<String> all = new ArrayList<>();
    JsonNode node = json.value("characters");
    String allowed = "a list of strings, one code point each, once";
    if (!node.isArray()) {
      throw json.wrong("characters", allowed, REMEDY);
    }
    node.forEach(character -> all.add(character.asString("")));
    try {
      return new Characters(all);
    } catch (IllegalArgumentException e) {
      throw new InputException(json.file() + ": " + e.getMessage() + "; " + REMEDY, e);
    }
  }

  private BiLstmShape shape(JsonConfig json) {
    if (json.whole("vectors") != vectors.width()) {
      throw json.wrong("vectors", vectors.width() + ", the width of " + VECTORS, REMEDY);
    }
    try {
      return new BiLstmShape(
          characters.size(),
          json.whole("character_width"),
          json.whole("character_hidden"),
          vectors.width(),
          json.whole("hidden"),
          labels.size(),
          json.value("shared").asBoolean(false),
          json.whole("dense"),
          json.value("features").asBoolean(false),
          json.number("dropout", 0));
    } catch (IllegalArgumentException e) {
      throw new InputException(json.file() + ": " + e.getMessage() + "; " + REMEDY, e);
    }
  }

  /**
   * Writes a tagger completely or not at all.
   *
   * @param target the directory to write, which must be missing or empty
   * @param vectors the vectors of the words that it is to know
   * @param info strings on the model's origin
   * @throws InputException if the target exists and is not empty
   */
  public static void write(
      Path target,
      Parameters parameters,
      LabelSet labels,
      Characters characters,
      WordVectors vectors,
      Map<String, String> info) {
    BiLstmShape shape = BiLstmShape.of(parameters);
    FreshDirectory.write(
        target,
        directory -> {
          writeConfig(directory.resolve(ModelConfig.NAME), shape, labels, characters);
          List<TensorSource> tensors = new ArrayList<>();
          for (ParameterSpec spec : parameters.specs()) {
            tensors.add(new ParameterSource(spec.name(), parameters.get(spec.name())));
          }
          SafetensorsWriter.write(directory.resolve(WEIGHTS), Map.of("format", "pt"), tensors);
          VectorFile.write(vectors, directory.resolve(VECTORS));
          InnerHeads.write(directory, info, List.of());
        });
  }

  private static void writeConfig(
      Path file, BiLstmShape shape, LabelSet labels, Characters characters) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("model_type", MODEL_TYPE);
    config.put("character_width", shape.characterWidth());
    config.put("character_hidden", shape.characterHidden());
    config.put("vectors", shape.vectors());
    config.put("hidden", shape.hidden());
    config.put("shared", shape.shared());
    config.put("dense", shape.dense());
    config.put("features", shape.features());
    config.put("dropout", shape.dropout());
    ConfigWriter.labels(config, labels);
    config.put("characters", characters.all());
    try {
      Files.writeString(file, JSON.writeValueAsString(config).replace("\r\n", "\n") + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be written", e);
    }
  }

  /** The sizes of the network. */
  public BiLstmShape shape() {
    return shape;
  }

  /** The characters that it knows. */
  public Characters characters() {
    return characters;
  }

  /** The vectors of the words that it knows, as the network reads them. */
  public WordVectors vectors() {
    return new EvenVectors(vectors);
  }

  @Override
  public LabelSet labels() {
    return labels;
  }

  @Override
  public Confidence confidence() {
    return confidence;
  }

  @Override
  public Optional<WordRule> words() {
    return words;
  }

  @Override
  public PreTokenizer preTokenizer() {
    return new BertPreTokenizer(Casing.CASED);
  }

  @Override
  public Map<String, String> info() {
    return info;
  }

  @Override
  public long bytes(ElementType type) {
    return Parameters.bytes(shape, type);
  }

  @Override
  public LoadedModel load(ElementType type) {
    String place = files.folder().place(WEIGHTS);
    try (WeightFile weights = WeightFile.open(files.folder(), WEIGHTS)) {
      // before memory is allocated, since the config may claim any size
      shape.parameters().forEach(spec -> check(weights, place, spec));
      Parameters parameters = Parameters.zeros(shape, type);
      try {
        parameters.tensors().forEach((tensor, t) -> copy(weights, tensor, t));
        return new LoadedModel(parameters, report(weights, place, parameters));
      } catch (RuntimeException | Error e) {
        parameters.close();
        throw e;
      }
    }
  }

  private static void check(WeightFile weights, String place, ParameterSpec spec) {
    if (!weights.names().contains(spec.name())) {
      throw new InputException(place + ": tensor '" + spec.name() + "' is missing; " + REMEDY);
    }
    TensorShape.check(place, weights.info(spec.name()), spec.shape());
  }

  private static void copy(WeightFile weights, String name, Tensor tensor) {
    if (tensor.type() == ElementType.FLOAT64) {
      weights.read(name, 0, tensor.bytes().asDoubleBuffer());
    } else {
      weights.read(name, 0, tensor.bytes().asFloatBuffer());
    }
    tensor.changed();
  }

  private static LoadReport report(WeightFile weights, String place, Parameters parameters) {
    List<String> unused = new ArrayList<>(weights.names());
    unused.removeAll(parameters.tensors().keySet());
    int loaded = parameters.tensors().size();
    return new LoadReport(
        place, List.of(), loaded, Map.of(), List.of(), List.of(), unused, List.of(), List.of());
  }

  /** The model's location as given. */
  @Override
  public String toString() {
    return name;
  }
}

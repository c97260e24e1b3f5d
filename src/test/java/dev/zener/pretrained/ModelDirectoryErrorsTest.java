package dev.zener.pretrained;

import dev.zener.device.ElementType;
import dev.zener.model.EncoderShape;
import dev.zener.model.TaggerShape;
import dev.zener.problem.InputException;
import dev.zener.weights.TensorSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An error in a directory is reported with the file, the key or tensor, the value and the remedy.
 */
class ModelDirectoryErrorsTest {
  @TempDir Path temp;
  private TinyModel model;

  @BeforeEach
  void copy() throws IOException {
    model = TinyModel.copy(temp.resolve("m"));
  }

  private void assertOpenSays(String... parts) {
    Errors.assertSays(() -> ModelDirectory.open(model.directory), parts);
  }

  private void assertLoadSays(String... parts) {
    Errors.assertSays(() -> ModelDirectory.open(model.directory).load(ElementType.FLOAT32), parts);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "model_type; \"roberta\"; model_type is \"roberta\"; allowed: bert; choose a BERT",
        "hidden_act; \"relu\"; hidden_act is \"relu\"; allowed: gelu; choose a BERT",
        "hidden_act; \"gelu_new\"; hidden_act is \"gelu_new\"; allowed: gelu; erf",
        "position_embedding_type; \"relative_key\"; position_embedding_type is; absolute; choose",
        "is_decoder; true; is_decoder is true; allowed: false; choose a BERT",
        "hidden_size; \"\"; hidden_size is missing; a whole number; take the config.json",
        "vocab_size; 57.5; vocab_size is 57.5; a whole number; take the config.json",
        "hidden_size; null; hidden_size is null; a whole number; take the config.json",
        "layer_norm_eps; \"small\"; layer_norm_eps is \"small\"; a number; take the config.json",
        "num_attention_heads; 5; hidden_size 12; not a multiple of; num_attention_heads 5",
        "hidden_dropout_prob; 1; hidden_dropout_prob 1.0; allowed: 0; rate < 1",
        "id2label; [\"O\"]; id2label is [\"O\"]; allowed: an object; name the label",
        "id2label; {\"a\":\"O\"}; id2label is {\"a\":\"O\"}; allowed: an object; name the label",
        "id2label; {\"0\":1}; id2label is {\"0\":1}; allowed: an object; name the label",
        "id2label; {\"1\":\"O\"}; id2label; no entry 0; to use the encoder alone, remove id2label",
        "id2label; {\"0\":\"O\",\"1\":\"7\"}; id2label: Label '7'; not a tag like the others; remove id2label",
        "id2label; {\"0\":\"O\"}; names 1 labels; classifier.weight has shape [5, 12]; its label",
        "vocab_size; 56; vocab_size is 56; has 57 pieces; take the vocabulary",
      })
  void config(String key, String json, String a, String b, String c) throws IOException {
    model.config(key, json.equals("\"\"") ? "" : json);
    assertOpenSays(model.directory.resolve("config.json").toString(), a, b, c);
  }

  @Test
  void configThatIsNoJsonIsNamed() throws IOException {
    Path config = model.directory.resolve("config.json");
    Files.writeString(config, "{\"model_type\": ");
    assertOpenSays(config.toString(), "cannot be read as JSON");
    Files.writeString(config, "[]");
    assertOpenSays(config.toString(), "is not a JSON object");
    Files.delete(config);
    assertOpenSays(config.toString(), "no such file", "width 12", "add the model's config.json");
  }

  @Test
  void theSameKeyTwiceIsAnError() throws IOException {
    Path config = model.directory.resolve("config.json");
    Files.writeString(config, Files.readString(config).replaceFirst("\\{", "{\"hidden_size\": 8,"));
    assertOpenSays("config.json", "Duplicate", "hidden_size");
  }

  /** No memory of a size is allocated before the weights are known to have that size. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "vocab_size",
        "hidden_size",
        "num_hidden_layers",
        "intermediate_size",
        "max_position_embeddings",
        "type_vocab_size"
      })
  void aSizeThatLiesIsTold(String key) throws IOException {
    model.config(key, key.equals("hidden_size") ? "2147483646" : "2147483647");
    assertLoadSays(model.directory.toString(), "2147483");
  }

  @Test
  void aDirectoryWithoutWeightsSaysWhatIsNeeded() throws IOException {
    Files.delete(model.directory.resolve("model.safetensors"));
    assertOpenSays(model.directory.toString(), "has no weights", "model.safetensors, ");
    Files.writeString(model.directory.resolve("tf_model.h5"), "");
    assertOpenSays("tf_model.h5 is of an unsupported framework");
  }

  @Test
  void aMissingDirectoryIsNamed() {
    Path none = temp.resolve("none");
    Errors.assertSays(() -> ModelDirectory.open(none), none.toString(), "no such model directory");
  }

  @Test
  void whoeverLacksMbertIsToldTheCommand() {
    for (String name : List.of("mbert", "bert-base-multilingual-cased")) {
      Errors.assertSays(
          () -> ModelDirectory.open(temp.resolve(name)),
          "no such model",
          "mvn -q -DskipTests -Pmbert package");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "bert.encoder.layer.0.attention.self.key.weight, '[12, 12]'",
    "bert.embeddings.LayerNorm.bias, '[12]'",
    "bert.embeddings.position_embeddings.weight, '[32, 12]'",
    "classifier.bias, '[5]'"
  })
  void aMissingWeightIsNamed(String name, String shape) throws IOException {
    model.weights(t -> Stream.of(t).filter(x -> !x.info().name().equals(name)));
    assertLoadSays(
        weights(), "tensor '" + name + "' of shape " + shape + " is missing", "config.json");
  }

  @ParameterizedTest
  @CsvSource({
    "bert.encoder.layer.1.intermediate.dense.weight, '[12, 20]', '[20, 12]'",
    "bert.embeddings.word_embeddings.weight, '[56, 12]', '[57, 12]'",
    "classifier.bias, '[5, 1]', '[5]'"
  })
  void aMisshapenWeightIsNamed(String name, String found, String expected) throws IOException {
    int[] shape =
        Stream.of(found.substring(1, found.length() - 1).split(", "))
            .mapToInt(Integer::parseInt)
            .toArray();
    replace(name, TinyModel.zeros(name, shape));
    assertLoadSays(
        weights(),
        "tensor '" + name + "' has shape " + found,
        "requires " + expected,
        "same model");
  }

  @Test
  void aQuantisedWeightIsNamed() throws IOException {
    String name = "bert.encoder.layer.0.output.dense.bias";
    replace(name, TensorSource.of(name, new int[12], 12));
    assertLoadSays(weights(), name, "of type I32", "allowed: F32", "without quantisation");
  }

  @Test
  void moreLayersThanTheFileHasAreTold() throws IOException {
    model.config("num_hidden_layers", "2000000000");
    assertOpenSays(weights(), "bert.encoder.layer.1999999999.output.LayerNorm.bias");
  }

  @Test
  void weightsWithoutAnEncoderAreTold() throws IOException {
    model.rename(name -> "x" + name.replace("embeddings", "tables"));
    assertOpenSays(weights(), "embeddings.word_embeddings.weight", "BERT encoder");
  }

  @Test
  void severalEncodersAreTold() throws IOException {
    model.weights(
        t -> Stream.of("a.", "b.").map(prefix -> t.named(prefix + t.info().name().substring(5))));
    assertOpenSays(weights(), "several encoders", "a., b.", "keep one");
  }

  @Test
  void aTaggerWithoutItsHeadIsTold() throws IOException {
    model.weights(t -> Stream.of(t).filter(x -> x.info().name().startsWith("bert.")));
    assertOpenSays("config.json", "no tensor 'classifier.weight'", "[\"BertModel\"]");
  }

  @Test
  void anIncompleteFileOfInnerHeadsIsTold() {
    String file = model.directory.resolve("zener.safetensors").toString();
    model.inner(TinyModel.zeros("heads.1.weight", 5, 12), TinyModel.zeros("omega", 1));
    assertLoadSays(file, "tensor 'heads.1.bias' is missing", "remove the file");
    model.inner(TinyModel.zeros("heads.1.weight", 4, 12), TinyModel.zeros("heads.1.bias", 5));
    assertLoadSays(file, "'heads.1.weight' has shape [4, 12]", "requires [5, 12]");
    model.inner(TinyModel.zeros("heads.2.weight", 5, 12));
    assertOpenSays(file, "auxiliary head layers [2]", "from 1 to 1", "remove the file");
  }

  @Test
  void aShapeOfAnotherEncoderIsRefused() {
    ModelDirectory directory = ModelDirectory.open(model.directory);
    EncoderShape other =
        EncoderShape.bert(57, 12, 2, 3, 20, 32, 2).withRates(new EncoderShape.Rates(0, 0, 0.02));
    TaggerShape wanted = new TaggerShape(other, 5, List.of());
    Assertions.assertThatThrownBy(() -> directory.loadEncoder(wanted, ElementType.FLOAT32, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("heads=3")
        .hasMessageContaining("heads=2");
  }

  @Test
  void anEncoderCannotBeLoadedAsATagger() {
    ModelDirectory old = ModelDirectory.open(TinyModel.OLD);
    Assertions.assertThatThrownBy(() -> old.load(ElementType.FLOAT32))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("the weights have no classifier.weight")
        .hasMessageContaining("train one, or name");
  }

  @Test
  void brokenWeightsAreNamed() throws IOException {
    Files.write(
        model.directory.resolve("model.safetensors"),
        new byte[] {1},
        StandardOpenOption.TRUNCATE_EXISTING);
    assertOpenSays(weights());
  }

  private String weights() {
    return model.directory.resolve("model.safetensors").toString();
  }

  private void replace(String name, TensorSource other) throws IOException {
    model.weights(t -> Stream.of(t.info().name().equals(name) ? other : t));
  }
}

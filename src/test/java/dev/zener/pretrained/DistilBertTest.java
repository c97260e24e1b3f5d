package dev.zener.pretrained;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.delta.Rank;
import dev.zener.device.ElementType;
import dev.zener.label.LabelSet;
import dev.zener.model.Architectures;
import dev.zener.model.EncoderShape;
import dev.zener.model.EncoderShape.EncoderSizes;
import dev.zener.model.KeptLayers;
import dev.zener.model.Parameters;
import dev.zener.model.TaggerShape;
import dev.zener.testing.Golden;
import dev.zener.tokenizer.PieceTokenizer;
import dev.zener.weights.DType;
import dev.zener.weights.SafetensorsWriter;
import dev.zener.weights.TensorSource;
import dev.zener.weights.WeightFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A DistilBERT is read, written, cut and stored as a delta like a BERT. */
class DistilBertTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/hf-distilbert");
  private static final LabelSet LABELS = LabelSet.of(List.of("PER"));
  private static final PieceTokenizer TOKENIZER = SmallBert.TOKENIZER;
  private static final EncoderShape ENCODER =
      new EncoderShape(
          Architectures.DISTILBERT,
          TOKENIZER.size(),
          4,
          new EncoderSizes(16, 2, 20, 16, 0, 1e-12),
          EncoderShape.Rates.BERT);
  private static final String WORDS = "distilbert.embeddings.word_embeddings.weight";

  @TempDir Path temp;

  private Path tagger(String name, long seed) {
    TaggerShape shape = new TaggerShape(ENCODER, LABELS.size(), List.of(1, 2));
    try (Parameters p = Parameters.random(shape, seed)) {
      ModelWriter.write(temp.resolve(name), p, LABELS, TOKENIZER, DType.F32, Map.of());
    }
    return temp.resolve(name);
  }

  private Conversion.Result convert(Path source, Conversion.Settings settings) {
    return Conversion.run(ModelSource.of(source), temp.resolve("out"), settings);
  }

  @Test
  void aConvertedTaggerHasTheSameFiles() throws IOException {
    Conversion.Result result = convert(GOLDEN, Conversion.Settings.DEFAULTS);
    assertThat(result.tagger()).isTrue();
    assertThat(result.report().plain()).isTrue();
    assertThat(result.report().renamed()).isEmpty();
    try (WeightFile golden = WeightFile.open(GOLDEN.resolve("model.safetensors"));
        WeightFile out = WeightFile.open(temp.resolve("out/model.safetensors"))) {
      assertThat(out.names()).containsExactlyInAnyOrderElementsOf(golden.names());
      out.names().forEach(n -> assertThat(out.floats(n)).as(n).isEqualTo(golden.floats(n)));
    }
    JsonNode config = json(temp.resolve("out"));
    JsonNode theirs = json(GOLDEN);
    config
        .properties()
        .forEach(
            entry ->
                assertThat(entry.getValue())
                    .as(entry.getKey())
                    .isEqualTo(theirs.get(entry.getKey())));
    assertThat(config.properties()).hasSizeGreaterThan(15);
    try (LoadedModel model = ModelDirectory.open(temp.resolve("out")).load(ElementType.FLOAT64);
        Golden expected = new Golden("hf-distilbert/expected")) {
      ModelDirectory directory = ModelDirectory.open(temp.resolve("out"));
      ModelDirectoryTest.compare(expected, directory, model.parameters(), "reference", 1e-9, true);
    }
  }

  private static JsonNode json(Path directory) throws IOException {
    return JsonMapper.shared().readTree(Files.readString(directory.resolve("config.json")));
  }

  /** As the checkpoints on the hub are stored: without a tagging head, with one for pieces. */
  @Test
  void theHeadOfThePretrainingIsNotUsed() throws IOException {
    Path source = copy();
    new TinyModel(source).config("architectures", "[\"DistilBertForMaskedLM\"]");
    try (WeightFile golden = WeightFile.open(GOLDEN.resolve("model.safetensors"))) {
      List<TensorSource> tensors = new ArrayList<>();
      golden.names().stream()
          .filter(name -> !name.startsWith("classifier."))
          .forEach(name -> tensors.add(TensorSource.of(golden, name)));
      tensors.add(TinyModel.zeros("vocab_transform.weight", 12, 12));
      tensors.add(TinyModel.zeros("vocab_layer_norm.weight", 12));
      tensors.add(TensorSource.of(golden, WORDS).named("vocab_projector.weight"));
      SafetensorsWriter.write(source.resolve("model.safetensors"), Map.of(), tensors);
    }
    Conversion.Result result = convert(source, Conversion.Settings.DEFAULTS);
    assertThat(result.tagger()).isFalse();
    assertThat(result.report().tied()).containsExactly("vocab_projector.weight");
    assertThat(result.report().unused())
        .containsExactlyInAnyOrder("vocab_transform.weight", "vocab_layer_norm.weight");
    assertThat(json(temp.resolve("out")).get("architectures").toString())
        .isEqualTo("[\"DistilBertModel\"]");
  }

  @Test
  void besideATaggingHeadItIsHarmless() throws IOException {
    Path source = copy();
    try (WeightFile golden = WeightFile.open(GOLDEN.resolve("model.safetensors"))) {
      List<TensorSource> tensors = new ArrayList<>();
      golden.names().forEach(name -> tensors.add(TensorSource.of(golden, name)));
      tensors.add(TinyModel.zeros("vocab_transform.bias", 12));
      SafetensorsWriter.write(source.resolve("model.safetensors"), Map.of(), tensors);
      assertThat(ModelDirectory.open(source).isTagger()).isTrue();
      tensors.add(TinyModel.zeros("crf.transitions", 5, 5));
      SafetensorsWriter.write(source.resolve("model.safetensors"), Map.of(), tensors);
    }
    assertThat(ModelDirectory.open(source).isTagger()).isFalse();
  }

  private Path copy() throws IOException {
    Path target = Files.createDirectory(temp.resolve("m"));
    for (String name :
        List.of("config.json", "vocab.txt", "tokenizer_config.json", "model.safetensors")) {
      Files.copy(GOLDEN.resolve(name), target.resolve(name));
    }
    return target;
  }

  @Test
  void itIsCutWhereAHeadStands() {
    Path whole = tagger("tagger", 3);
    Conversion.Result result = convert(whole, Conversion.Settings.DEFAULTS.withLayers(2));
    assertThat(result.lines()).contains("kept 2 of 4 layers, with the head of layer 2");
    ModelDirectory cut = ModelDirectory.open(temp.resolve("out"));
    assertThat(cut.encoder()).isEqualTo(ENCODER.withLayers(2));
    try (LoadedModel small = cut.load(ElementType.FLOAT32);
        LoadedModel large = ModelDirectory.open(whole).load(ElementType.FLOAT32)) {
      String inner = "distilbert.transformer.layer.1.ffn.lin1.weight";
      assertSame(small, inner, large, inner);
      assertSame(small, "classifier.weight", large, "heads.2.weight");
      assertSame(small, "heads.1.bias", large, "heads.1.bias");
    }
  }

  @Test
  void aStudentKeepsSomeOfItsLayers() {
    ModelDirectory model = ModelDirectory.open(tagger("tagger", 3));
    TaggerShape wanted = new TaggerShape(ENCODER.withLayers(2), 5, List.of(1));
    KeptLayers kept = new KeptLayers(List.of(2, 4), 4);
    try (LoadedModel small = model.loadEncoder(wanted, kept, ElementType.FLOAT32, 1);
        LoadedModel large = model.load(ElementType.FLOAT32)) {
      for (String part : List.of("attention.q_lin.weight", "output_layer_norm.bias")) {
        assertSame(small, layer(0) + part, large, layer(1) + part);
        assertSame(small, layer(1) + part, large, layer(3) + part);
      }
      assertThat(small.report().fresh()).contains("classifier.weight", "omega");
    }
  }

  private static String layer(int index) {
    return "distilbert.transformer.layer." + index + ".";
  }

  private static void assertSame(LoadedModel a, String name, LoadedModel b, String original) {
    assertThat(a.parameters().get(name).toFloats())
        .as(name)
        .isEqualTo(b.parameters().get(original).toFloats());
  }

  @Test
  void onlyPiecesThatOccurAreKept() {
    List<String> words = List.of("Ana", "ide");
    convert(
        tagger("tagger", 3),
        Conversion.Settings.DEFAULTS.withPieces((tokenizer, each) -> each.accept(words)));
    ModelDirectory smaller = ModelDirectory.open(temp.resolve("out"));
    int pieces = smaller.tokenizer().size();
    assertThat(pieces).isLessThan(TOKENIZER.size());
    assertThat(smaller.encoder()).isEqualTo(ENCODER.withVocabulary(pieces));
    smaller.load(ElementType.FLOAT32).close();
  }

  @Test
  void aDeltaIsTheSameTagger() {
    Path base = tagger("base", 3);
    Path tuned = tagger("tuned", 4);
    DeltaConversion.run(
        ModelSource.of(tuned), ModelSource.of(base), temp.resolve("delta"), Rank.of(16), DType.F32);
    try (LoadedModel delta = ModelDirectory.open(temp.resolve("delta")).load(ElementType.FLOAT32);
        LoadedModel whole = ModelDirectory.open(tuned).load(ElementType.FLOAT32)) {
      for (String name : List.of("heads.2.weight", "classifier.bias", layer(2) + "ffn.lin2.bias")) {
        assertSame(delta, name, whole, name);
      }
    }
  }

  @Test
  void aDeltaNeedsABaseOfItsArchitecture() {
    DeltaConversion.run(
        ModelSource.of(tagger("tuned", 4)),
        ModelSource.of(tagger("base", 3)),
        temp.resolve("delta"),
        Rank.of(2),
        DType.F32);
    ModelSource on = ModelSource.of(temp.resolve("delta")).withBase(ModelSource.of(TinyModel.TINY));
    Errors.assertSays(
        () -> ModelDirectory.open(on), "is a delta of a DistilBERT", "is a BERT", "`base`");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "model_type; \"xlm-roberta\"; model_type is \"xlm-roberta\"; allowed: bert, distilbert",
        "dim; \"\"; dim is missing; a whole number",
        "n_heads; 5; dim 12 is not a multiple of n_heads 5; config.json",
        "attention_dropout; 1; attention_dropout 1.0; allowed: 0 ≤ rate < 1",
        "activation; \"relu\"; activation is \"relu\"; allowed: gelu",
        "hidden_dim; 21; distilbert.transformer.layer.0.ffn.lin1.weight; [21, 12]"
      })
  void anErrorNamesTheKeysOfItsConfig(String key, String json, String a, String b)
      throws IOException {
    Path source = copy();
    new TinyModel(source).config(key, json.equals("\"\"") ? "" : json);
    Errors.assertSays(() -> ModelDirectory.open(source).load(ElementType.FLOAT32), a, b);
  }
}

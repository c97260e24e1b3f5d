package dev.zener.pretrained;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.graph.Compiler;
import dev.zener.graph.Inputs;
import dev.zener.graph.Program;
import dev.zener.model.Parameters;
import dev.zener.model.TaggerGraph;
import dev.zener.model.TaggerInputs;
import dev.zener.model.TaggerShape;
import dev.zener.op.backend.Backends;
import dev.zener.testing.Close;
import dev.zener.testing.Golden;
import dev.zener.testing.HfTiny;
import dev.zener.tokenizer.PieceTokenizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares models in directories with what transformers computes from the same files. */
class ModelDirectoryTest {
  @TempDir Path temp;

  @ParameterizedTest
  @CsvSource({
    "hf-tiny, reference, FLOAT64, 1e-9",
    "hf-tiny, onednn, FLOAT32, 1e-5",
    "hf-distilbert, reference, FLOAT64, 1e-9",
    "hf-distilbert, onednn, FLOAT32, 1e-5"
  })
  void aTaggerComputesWhatTransformersDoes(
      String name, String device, ElementType type, double share) {
    ModelDirectory directory = ModelDirectory.open(TinyModel.TINY.resolveSibling(name));
    try (LoadedModel model = directory.load(type);
        Golden golden = new Golden(name + "/expected")) {
      compare(golden, directory, model.parameters(), device, share, true);
    }
  }

  @ParameterizedTest
  @CsvSource({"pytorch_model.bin", "pytorch_model.legacy.bin"})
  void anOldCheckpointHoldsTheSameEncoder(String file) {
    ModelDirectory directory = ModelDirectory.open(TinyModel.OLD.resolve(file));
    TaggerShape shape = new TaggerShape(directory.encoder(), 5, List.of());
    try (LoadedModel model = directory.loadEncoder(shape, ElementType.FLOAT64, 1);
        Golden golden = HfTiny.expected()) {
      compare(golden, directory, model.parameters(), "reference", 1e-9, false);
    }
    try (LoadedModel model = directory.loadEncoder(shape, ElementType.FLOAT32, 1);
        Golden golden = HfTiny.expected()) {
      compare(golden, directory, model.parameters(), "onednn", 1e-5, false);
    }
  }

  static void compare(
      Golden golden,
      ModelDirectory directory,
      Parameters p,
      String device,
      double share,
      boolean head) {
    int layers = directory.encoder().layers();
    List<String> wanted = new ArrayList<>();
    IntStream.rangeClosed(0, layers).forEach(m -> wanted.add(TaggerGraph.HIDDEN + m));
    if (head) {
      wanted.add(TaggerGraph.LOGITS + layers);
    }
    TaggerGraph g = TaggerGraph.encoding(p);
    try (Program program =
        new Compiler(g.graph(), Backends.choose(device), p.tensors()).compile(wanted, Map.of())) {
      for (int i = 0; i < golden.facts().get("sentences").size(); i++) {
        int[] ids = ids(directory, golden.facts().get("sentences").get(i).asString());
        assertThat(ids).isEqualTo(golden.ints(i + ".input_ids"));
        Map<String, Tensor> out = run(program, ids);
        for (int m = 0; m <= layers; m++) {
          String hidden = i + ".hidden." + m;
          Close.check(hidden, out.get(TaggerGraph.HIDDEN + m), golden.doubles(hidden), share, 0);
        }
        if (head) {
          double[] truth = golden.doubles(i + ".logits");
          Close.check("logits", out.get(TaggerGraph.LOGITS + layers), truth, share, 0);
        }
      }
    }
  }

  private static Map<String, Tensor> run(Program program, int[] ids) {
    try (Inputs in = new Inputs()) {
      int[] every = IntStream.range(0, ids.length).toArray();
      TaggerInputs.all(in, ids, new int[] {0, ids.length}, every);
      return program.run(in.tensors());
    }
  }

  private static int[] ids(ModelDirectory directory, String text) {
    PieceTokenizer tokenizer = directory.tokenizer();
    return tokenizer.frame().around(tokenizer.encode(text).ids());
  }

  @Test
  void aTaggerIsDescribedByItsFiles() {
    ModelDirectory directory = ModelDirectory.open(TinyModel.TINY);
    assertThat(directory.isTagger()).isTrue();
    assertThat(directory.labels().tags()).containsExactly("O", "B-PER", "I-PER", "B-LOC", "I-LOC");
    assertThat(directory.headLayers()).isEmpty();
    assertThat(directory.info()).isEmpty();
    assertThat(directory.encoder().feedForward()).isEqualTo(20);
    assertThat(directory.encoder().epsilon()).isEqualTo(1e-12);
    assertThat(directory.weights()).hasValue(TinyModel.TINY.resolve("model.safetensors"));
    try (LoadedModel model = directory.load(ElementType.FLOAT32)) {
      assertThat(model.report().loaded()).isEqualTo(39);
      assertThat(model.report().lines()).hasSize(1);
    }
  }

  @Test
  void anOldCheckpointsReportListsEverything() {
    ModelDirectory directory = ModelDirectory.open(TinyModel.OLD);
    assertThat(directory.isTagger()).isFalse();
    TaggerShape shape = new TaggerShape(directory.encoder(), 3, List.of(1));
    try (LoadedModel model = directory.loadEncoder(shape, ElementType.FLOAT32, 7);
        Parameters drawn = Parameters.random(shape, 7)) {
      LoadReport report = model.report();
      assertThat(report.loaded()).isEqualTo(37);
      assertThat(report.renamed())
          .hasSize(37)
          .containsEntry(
              "encoder.layer.1.output.LayerNorm.gamma",
              "bert.encoder.layer.1.output.LayerNorm.weight");
      assertThat(report.tied()).containsExactly("cls.predictions.decoder.weight");
      assertThat(report.unused())
          .hasSize(10)
          .contains("embeddings.position_ids", "pooler.dense.bias", "cls.seq_relationship.weight");
      assertThat(report.fresh())
          .containsExactlyInAnyOrder(
              "heads.1.weight", "heads.1.bias", "classifier.weight", "classifier.bias", "omega");
      report
          .fresh()
          .forEach(
              name ->
                  assertThat(model.parameters().get(name).toFloats())
                      .as(name)
                      .isEqualTo(drawn.get(name).toFloats()));
      assertThat(report.lines())
          .containsExactly(
              "37 tensors from " + TinyModel.OLD.resolve("pytorch_model.bin"),
              "renamed 37 tensors, such as embeddings.word_embeddings.weight to"
                  + " bert.embeddings.word_embeddings.weight",
              "tied to the word embeddings 1: cls.predictions.decoder.weight",
              "unused 10: embeddings.position_ids, pooler.dense.* (2), cls.predictions.* (5),"
                  + " cls.seq_relationship.* (2)",
              "initialised at random 5: heads.1.* (2), classifier.* (2), omega");
    }
  }

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {"bert.,module.", "bert.,model.bert.", "bert.,encoder.", "bert.,"})
  void whateverPrefixIsFound(String was, String is) throws Exception {
    String prefix = is == null ? "" : is;
    String outer = prefix.equals("model.bert.") ? "model." : "";
    Function<String, String> name =
        n -> n.startsWith(was) ? prefix + n.substring(was.length()) : outer + n;
    TinyModel copy = TinyModel.copy(temp.resolve("m")).rename(name);
    assertSame(ModelDirectory.open(copy.directory));
  }

  private static void assertSame(ModelDirectory directory) {
    try (LoadedModel found = directory.load(ElementType.FLOAT32);
        LoadedModel golden = ModelDirectory.open(TinyModel.TINY).load(ElementType.FLOAT32)) {
      golden
          .parameters()
          .tensors()
          .forEach(
              (name, tensor) ->
                  assertThat(found.parameters().get(name).toFloats())
                      .as(name)
                      .isEqualTo(tensor.toFloats()));
      assertThat(found.report().unused()).isEmpty();
    }
  }

  @Test
  void shardsAreReadThroughTheirIndex() throws Exception {
    TinyModel copy = TinyModel.copy(temp.resolve("m"));
    StringBuilder map = new StringBuilder();
    copy.weights(
        "a.safetensors",
        t -> {
          String shard = t.info().name().contains("layer.1") ? "b" : "a";
          String entry = "\"%s\":\"%s.safetensors\"".formatted(t.info().name(), shard);
          map.append(map.isEmpty() ? "" : ",").append(entry);
          return Stream.of(t).filter(x -> shard.equals("a"));
        });
    copy.weights(
        "b.safetensors", t -> Stream.of(t).filter(x -> x.info().name().contains("layer.1")));
    Files.delete(copy.directory.resolve("model.safetensors"));
    Files.writeString(
        copy.directory.resolve("model.safetensors.index.json"), "{\"weight_map\":{" + map + "}}");
    assertSame(ModelDirectory.open(copy.directory));
  }

  @Test
  void safetensorsComeFirstAndOthersAreListed() throws Exception {
    TinyModel copy = TinyModel.copy(temp.resolve("m"));
    Files.writeString(copy.directory.resolve("pytorch_model.bin"), "broken, but never read");
    try (LoadedModel model = ModelDirectory.open(copy.directory).load(ElementType.FLOAT32)) {
      assertThat(model.report().unreadFiles()).containsExactly("pytorch_model.bin");
      assertThat(model.report().lines()).contains("not read: pytorch_model.bin");
    }
  }

  @Test
  void innerHeadsAreFoundBesideTheWeights() throws Exception {
    TinyModel copy =
        TinyModel.copy(temp.resolve("m"))
            .inner(
                TinyModel.zeros("heads.1.weight", 5, 12),
                TinyModel.zeros("heads.1.bias", 5),
                TinyModel.zeros("omega", 1),
                TinyModel.zeros("surplus", 1));
    ModelDirectory directory = ModelDirectory.open(copy.directory);
    assertThat(directory.headLayers()).containsExactly(1);
    try (LoadedModel model = directory.load(ElementType.FLOAT32)) {
      assertThat(model.report().loaded()).isEqualTo(42);
      assertThat(model.report().unused()).containsExactly("surplus");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "id2label; {\"0\":\"LABEL_0\",\"1\":\"LABEL_1\"}; id2label does not name the labels",
        "id2label; ''; id2label does not name the labels",
        "architectures; [\"BertForSequenceClassification\"]; is not BertForTokenClassification"
      })
  void aClassifierThatDoesNotTagIsUnused(String key, String json, String why) throws Exception {
    TinyModel copy = TinyModel.copy(temp.resolve("m")).config(key, json);
    ModelDirectory directory = ModelDirectory.open(copy.directory);
    assertThat(directory.isTagger()).isFalse();
    Errors.assertSays(directory::labels, copy.directory.toString(), "no head that tags", why);
    TaggerShape shape = new TaggerShape(directory.encoder(), 3, List.of());
    try (LoadedModel model = directory.loadEncoder(shape, ElementType.FLOAT32, 1)) {
      assertThat(model.report().unused()).containsExactly("classifier.bias", "classifier.weight");
    }
  }

  @Test
  void unknownKeysAndFewerPiecesThanRowsAreFine() throws Exception {
    TinyModel copy = TinyModel.copy(temp.resolve("m")).config("directionality", "\"bidi\"");
    Path vocabulary = copy.directory.resolve("vocab.txt");
    List<String> pieces = Files.readAllLines(vocabulary);
    Files.write(vocabulary, pieces.subList(0, pieces.size() - 1));
    assertThat(ModelDirectory.open(copy.directory).tokenizer().size()).isEqualTo(56);
  }
}

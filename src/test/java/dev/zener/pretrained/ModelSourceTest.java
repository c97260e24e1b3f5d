package dev.zener.pretrained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.device.ElementType;
import dev.zener.model.Parameters;
import dev.zener.model.TaggerShape;
import dev.zener.problem.InputException;
import dev.zener.testing.Zip;
import dev.zener.tokenizer.Casing;
import dev.zener.weights.SafetensorsWriter;
import dev.zener.weights.TensorSource;
import dev.zener.weights.WeightFile;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An encoder has the same numbers wherever and in whatever form it is stored. */
class ModelSourceTest {
  private static final TaggerShape WANTED = new TaggerShape(SmallBert.SHAPE, 3, List.of());

  @TempDir Path temp;

  private static ModelDirectory assertSame(ModelSource source) {
    ModelDirectory model = ModelDirectory.open(source);
    assertThat(model.encoder()).isEqualTo(SmallBert.SHAPE);
    assertThat(model.tokenizer().pieces()).isEqualTo(SmallBert.TOKENIZER.pieces());
    assertThat(model.tokenizer().normalization()).isEqualTo(Casing.CASED.summary());
    try (LoadedModel loaded = model.loadEncoder(WANTED, ElementType.FLOAT32, 1);
        Parameters expected = SmallBert.parameters()) {
      expected.tensors().keySet().stream()
          .filter(name -> name.startsWith("bert."))
          .forEach(
              name ->
                  assertThat(loaded.parameters().get(name).toFloats())
                      .as(name)
                      .isEqualTo(expected.get(name).toFloats()));
    }
    return model;
  }

  private ModelDirectory assertSame(String place) {
    return assertSame(ModelSource.of(temp + "/" + place));
  }

  private Path write(String name, byte[] content) throws IOException {
    return Files.write(temp.resolve(name), content);
  }

  @Test
  void huggingFacesDirectory() {
    SmallBert.huggingFace(temp.resolve("m"));
    ModelDirectory model = assertSame("m");
    assertThat(model.isTagger()).isTrue();
    assertThat(model.weights()).hasValue(temp.resolve("m/model.safetensors"));
    assertThat(model.remarks()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/bert_model.ckpt",
        "/bert_model.ckpt.index",
        "/bert_model.ckpt.data-00000-of-00001"
      })
  void googlesDirectoryAndTheFilesInIt(String file) throws IOException {
    SmallBert.write(temp.resolve("m"), SmallBert.google());
    ModelDirectory model = assertSame("m" + file);
    assertThat(model.isTagger()).isFalse();
    assertThat(model.remarks())
        .singleElement()
        .asString()
        .startsWith("casing: cased, since no file sets it");
    try (LoadedModel loaded = model.loadEncoder(WANTED, ElementType.FLOAT32, 1)) {
      LoadReport report = loaded.report();
      assertThat(report.loaded()).isEqualTo(37);
      assertThat(report.renamed())
          .containsEntry(
              "bert/encoder/layer_1/output/dense/kernel",
              "bert.encoder.layer.1.output.dense.weight");
      assertThat(report.optimizer())
          .containsExactly(
              "bert/embeddings/LayerNorm/gamma/adam_m",
              "bert/embeddings/LayerNorm/gamma/adam_v",
              "global_step");
      assertThat(report.unused()).containsExactly("cls/predictions/output_bias");
      assertThat(report.lines())
          .contains(
              "left out 3 tensors of the training state, such as"
                  + " bert/embeddings/LayerNorm/gamma/adam_m",
              "unused 1: cls/predictions/output_bias");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/variables/variables", "/variables/variables.index"})
  void aSavedModelWithoutAConfig(String file) throws IOException {
    SmallBert.write(temp.resolve("m"), SmallBert.savedModel());
    assertThat(assertSame("m" + file).remarks())
        .containsExactly(
            "no config.json: sizes are taken from the tensors (2 layers, width 128, feed-forward 20, 16"
                + " positions); assumed: 2 heads (width / 64), exact GELU, epsilon 1e-12, dropout"
                + " 0.1");
  }

  @ParameterizedTest
  @CsvSource({
    "hugging-face, true, false",
    "hugging-face, false, true",
    "google, true, true",
    "google, false, false",
    "saved-model, true, false",
    "saved-model, false, false"
  })
  void archivesAndArchivesWithin(String form, boolean outer, boolean inner) throws IOException {
    Map<String, byte[]> files = form(form);
    write("plain.zip", Zip.of(files, inner));
    assertSame("plain.zip");
    Map<String, byte[]> below = new TreeMap<>();
    files.forEach((name, content) -> below.put("a/b c/" + name, content));
    below.put("README.index", new byte[10]);
    write("below.jar", Zip.of(below, inner));
    assertSame("below.jar");
    assertSame("below.jar!/a/b c");
    Map<String, byte[]> within = new TreeMap<>();
    within.put("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n".getBytes());
    within.put("com/example/the-model", Zip.of(files, inner));
    write("within.jar", Zip.of(within, outer));
    assertSame("within.jar");
    assertSame("within.jar!/com/example/the-model");
    assertThat(temp.toFile().list())
        .as("nothing is unpacked")
        .containsExactlyInAnyOrder("plain.zip", "below.jar", "within.jar");
  }

  private Map<String, byte[]> form(String form) throws IOException {
    return switch (form) {
      case "google" -> SmallBert.google();
      case "saved-model" -> SmallBert.savedModel();
      default -> {
        Path other = Files.createTempDirectory("small").resolve("m");
        yield Zip.files(SmallBert.huggingFace(other), "");
      }
    };
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPyTorchFileInAnArchive(boolean compressed) throws IOException {
    Path zip = write("old.zip", Zip.of(Zip.files(TinyModel.OLD, "hf-old/"), compressed));
    ModelDirectory packed = ModelDirectory.open(zip);
    ModelDirectory plain = ModelDirectory.open(TinyModel.OLD);
    TaggerShape wanted = new TaggerShape(plain.encoder(), 3, List.of());
    try (LoadedModel a = packed.loadEncoder(wanted, ElementType.FLOAT32, 1);
        LoadedModel b = plain.loadEncoder(wanted, ElementType.FLOAT32, 1)) {
      b.parameters()
          .tensors()
          .forEach(
              (name, tensor) ->
                  assertThat(a.parameters().get(name).toFloats())
                      .as(name)
                      .isEqualTo(tensor.toFloats()));
    }
  }

  @Test
  void anArchiveOnTheClassPath() throws IOException {
    byte[] model = Zip.of(SmallBert.savedModel(), false);
    Path jar = write("model.jar", Zip.of(Map.of("com/example/bert", model), true));
    Path cache = temp.resolve("cache");
    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
      ModelSource source = ModelSource.classPath("com/example/bert", loader);
      ModelDirectory read = assertSame(source);
      assertThat(read.weights()).isEmpty();
      assertThat(read).hasToString("classpath:com/example/bert");
      assertThat(temp.toFile().list()).containsExactly("model.jar");
      assertThatThrownBy(() -> ModelDirectory.open(ModelSource.classPath("com/none", loader)))
          .isInstanceOf(InputException.class)
          .hasMessageContainingAll("classpath:com/none: no such resource", "to the class path");

      assertSame(source.withCache(cache));
      assertThat(cache.toFile().list()).hasSize(1);
      Path kept = cache.resolve(cache.toFile().list()[0]);
      assertThat(kept.toFile().list()).contains("model.safetensors", "config.json", "vocab.txt");
      assertThat(ModelDirectory.open(source.withCache(cache)).remarks())
          .containsExactlyElementsOf(read.remarks());
      Files.setLastModifiedTime(kept, FileTime.fromMillis(0));
      assertSame(source.withCache(cache));
      assertThat(Files.getLastModifiedTime(kept).toMillis()).as("not made again").isZero();
    }
    assertThatThrownBy(() -> ModelDirectory.open(ModelSource.of("classpath:com/none")))
        .hasMessageContaining("classpath:com/none: no such resource");
  }

  @Test
  void aChangedArchiveIsAnotherModelInTheCache() throws IOException {
    Path zip = write("m.zip", Zip.of(SmallBert.google(), true));
    Path cache = temp.resolve("cache");
    for (String place : List.of("m.zip", "./m.zip", "m.zip!/")) {
      assertSame(ModelSource.of(temp + "/" + place).withCache(cache));
    }
    assertThat(cache.toFile().list()).as("one archive, named in two ways").hasSize(2);
    Files.setLastModifiedTime(zip, FileTime.fromMillis(0));
    assertSame(ModelSource.of(zip).withCache(cache));
    assertThat(cache.toFile().list()).hasSize(3);
    Path directory = cache.resolve(cache.toFile().list()[0]);
    assertSame(ModelSource.of(directory).withCache(cache));
    assertThat(cache.toFile().list()).as("a directory is not copied").hasSize(3);
  }

  @Test
  void theCasingIsDecided() throws IOException {
    SmallBert.write(temp.resolve("m"), SmallBert.google());
    ModelSource source = ModelSource.of(temp.resolve("m")).withCasing(Casing.UNCASED);
    ModelDirectory model = ModelDirectory.open(source);
    assertThat(model.tokenizer().normalization()).isEqualTo(Casing.UNCASED.summary());
    assertThat(model.remarks()).isEmpty();
    Conversion.run(source, temp.resolve("out"), Conversion.Settings.DEFAULTS);
    assertThat(ModelDirectory.open(temp.resolve("out")).tokenizer().normalization())
        .isEqualTo(Casing.UNCASED.summary());
  }

  @Test
  void whatIsConvertedIsTheSame() throws IOException {
    write("m.zip", Zip.of(SmallBert.savedModel(), true));
    Conversion.Result result =
        Conversion.run(
            ModelSource.of(temp.resolve("m.zip")),
            temp.resolve("out"),
            Conversion.Settings.DEFAULTS);
    assertThat(result.lines()).anyMatch(line -> line.startsWith("no config.json: sizes"));
    assertThat(assertSame("out").remarks()).isEmpty();
  }

  @Test
  void severalModelsAreNamed() throws IOException {
    Map<String, byte[]> two = new TreeMap<>();
    SmallBert.google().forEach((name, content) -> two.put("a/" + name, content));
    SmallBert.google().forEach((name, content) -> two.put("b/" + name, content));
    Path zip = write("two.zip", Zip.of(two, true));
    Errors.assertSays(
        () -> ModelDirectory.open(zip),
        "two.zip: has several models; name one of these: ",
        "two.zip!/a/, ",
        "two.zip!/b/");
    assertSame("two.zip!/b");

    Path training = temp.resolve("training");
    SmallBert.write(training, SmallBert.google());
    for (String file : Stream.of(training.toFile().list()).sorted().toList()) {
      if (file.startsWith("bert_model")) {
        Files.copy(
            training.resolve(file), training.resolve(file.replace("bert_model.ckpt", "m-10")));
        Files.move(
            training.resolve(file), training.resolve(file.replace("bert_model.ckpt", "m-20")));
      }
    }
    Errors.assertSays(
        () -> ModelDirectory.open(training), "has several checkpoints: m-10, m-20; name one");
    assertSame("training/m-20");
    Files.delete(training.resolve("m-10.index"));
    assertSame("training");
  }

  /** Every place that a message names can be used to open a model. */
  @Test
  void placesInArchivesAreNamedAsTheyAreListed() throws IOException {
    Map<String, byte[]> inner = new TreeMap<>();
    SmallBert.google().forEach((name, content) -> inner.put("a/" + name, content));
    SmallBert.savedModel().forEach((name, content) -> inner.put("b/" + name, content));
    Map<String, byte[]> outer = new TreeMap<>(SmallBert.google());
    outer.put("models.zip", Zip.of(inner, true));
    write("outer.zip", Zip.of(outer, true));
    for (String place :
        List.of(
            "outer.zip",
            "outer.zip!/",
            "outer.zip!/bert_model.ckpt",
            "outer.zip!/bert_model.ckpt.data-00000-of-00001",
            "outer.zip!/models.zip!/a",
            "outer.zip!/models.zip!/b/",
            "outer.zip!/models.zip!/b/variables/variables",
            "outer.zip!/models.zip!/b/variables/variables.index")) {
      assertSame(place);
    }
    Errors.assertSays(
        () -> ModelDirectory.open(temp.resolve("outer.zip!/models.zip")),
        "name one of these: ",
        "models.zip!/a/, ",
        "models.zip!/b/");
    Path odd = Files.createDirectories(temp.resolve("odd!"));
    SmallBert.write(odd, SmallBert.google());
    assertSame("odd!/bert_model.ckpt");
    try (URLClassLoader loader = new URLClassLoader(new URL[] {temp.toUri().toURL()}, null)) {
      assertSame(ModelSource.classPath("outer.zip!/models.zip!/a", loader));
    }
  }

  @Test
  void whatElseIsInAnArchiveIsNoHindrance() throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    SmallBert.google().forEach((name, content) -> files.put("m/" + name, content));
    files.put("__MACOSX/m/._bert_model.ckpt.index", new byte[100]);
    files.put("__MACOSX/m/._bert_model.ckpt.data-00000-of-00001", new byte[100]);
    files.put("other/x.index", new byte[100]);
    write("mac.zip", Zip.of(files, true));
    assertSame("mac.zip");
    byte[] cut = Arrays.copyOf(Zip.of(Map.of("a", new byte[500]), false), 200);
    byte[] model = Zip.of(SmallBert.google(), true);
    write("beside.zip", Zip.of(new TreeMap<>(Map.of("a.zip", cut, "b.zip", model)), true));
    assertSame("beside.zip");
  }

  /** The format of these weights has no checksums of its own. */
  @Test
  void aFlippedBitInAStoredArchiveIsTold() throws IOException {
    byte[] zip = Zip.of(Zip.files(TinyModel.TINY, ""), false);
    int at = new String(zip, StandardCharsets.ISO_8859_1).indexOf("model.safetensors") + 12_000;
    zip[at] ^= 1;
    Path file = write("flipped.zip", zip);
    Errors.assertSays(
        () -> ModelDirectory.open(file), "model.safetensors: damaged: its CRC-32 is", "again");
  }

  @Test
  void aTaggerOfTensorFlowTags() throws IOException {
    Map<String, byte[]> files = SmallBert.google();
    files.putAll(
        SmallBert.checkpoint("")
            .floats("classifier/kernel", new float[128 * 3], 128, 3)
            .floats("classifier/bias", new float[3], 3)
            .files("bert_model.ckpt"));
    files.put(
        "bert_config.json",
        new String(files.get("bert_config.json"), StandardCharsets.UTF_8)
            .replaceFirst("\\{", "{\"id2label\": {\"0\":\"O\",\"1\":\"B-PER\",\"2\":\"I-PER\"},")
            .getBytes(StandardCharsets.UTF_8));
    SmallBert.write(temp.resolve("m"), files);
    ModelDirectory model = assertSame("m");
    assertThat(model.labels().size()).isEqualTo(3);
    model.load(ElementType.FLOAT32).close();
  }

  /** RoBERTa's tensors have the names and shapes of BERT's, but its computation differs. */
  @Test
  void weightsOfAnotherModelNeedTheirConfig() throws IOException {
    Path m = SmallBert.huggingFace(temp.resolve("m"));
    try (WeightFile weights = WeightFile.open(m.resolve("model.safetensors"))) {
      List<TensorSource> renamed =
          weights.names().stream()
              .map(n -> TensorSource.of(weights, n).named(n.replace("bert.", "roberta.")))
              .toList();
      SafetensorsWriter.write(m.resolve("new"), Map.of(), renamed);
    }
    Files.move(
        m.resolve("new"), m.resolve("model.safetensors"), StandardCopyOption.REPLACE_EXISTING);
    Files.delete(m.resolve("config.json"));
    Errors.assertSays(
        () -> ModelDirectory.open(m), "config.json: no such file", "'roberta.", "add the model's");
  }

  @Test
  void whereThereIsNoModelItIsSaid() throws IOException {
    Path zip = write("none.zip", Zip.of(Map.of("a.txt", new byte[3]), true));
    Errors.assertSays(() -> ModelDirectory.open(zip), "none.zip: contains no model");
    Path file = write("cut.zip", Arrays.copyOf(Files.readAllBytes(zip), 50));
    Errors.assertSays(() -> ModelDirectory.open(file), "cut.zip: truncated zip");
    Errors.assertSays(
        () -> ModelDirectory.open(ModelSource.of(temp.resolve("no.jar!/x").toString())),
        "no.jar!/x: no such model");
    Errors.assertSays(
        () -> ModelDirectory.open(ModelSource.of(zip + "!/x")), "none.zip!/x: has no weights");
  }

  @Test
  void aDamagedArchiveIsTold() throws IOException {
    byte[] inner = Zip.of(SmallBert.savedModel(), false);
    byte[] outer = Zip.of(Map.of("m", inner), true);
    int middle = outer.length / 2;
    outer[middle] ^= 0x55;
    Path zip = write("damaged.jar", outer);
    assertThatThrownBy(() -> assertSame(ModelSource.of(zip))).isInstanceOf(InputException.class);
  }

  @Test
  void aMissingTensorIsNamedAsTheFileNamesIt() throws IOException {
    Map<String, byte[]> files = SmallBert.google();
    files.put(
        "bert_config.json",
        new String(files.get("bert_config.json"))
            .replace("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 3")
            .getBytes());
    SmallBert.write(temp.resolve("m"), files);
    Errors.assertSays(
        () -> ModelDirectory.open(temp.resolve("m")),
        "bert_model.ckpt.index: tensor 'bert/encoder/layer_2/output/LayerNorm/beta' of shape [128]"
            + " is missing");
  }
}

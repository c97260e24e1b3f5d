package dev.zener.pretrained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.zener.delta.Delta;
import dev.zener.delta.Rank;
import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.files.Folder;
import dev.zener.label.LabelSet;
import dev.zener.model.Parameters;
import dev.zener.model.TaggerShape;
import dev.zener.testing.Zip;
import dev.zener.weights.DType;
import dev.zener.weights.SafetensorsWriter;
import dev.zener.weights.TensorSource;
import dev.zener.weights.WeightFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A tagger that is stored as a delta of a base is the same tagger. */
class DeltaTest {
  private static final LabelSet LABELS = LabelSet.of(List.of("PER", "LOC"));
  private static final TaggerShape SHAPE =
      new TaggerShape(SmallBert.SHAPE, LABELS.size(), List.of(1));
  private static final String QUERY = "bert.encoder.layer.1.attention.self.query.weight";
  private static final String BIAS = "bert.encoder.layer.1.attention.self.query.bias";
  private static final String WORDS = "bert.embeddings.word_embeddings.weight";

  @TempDir Path temp;
  private Path base;

  @BeforeEach
  void writeBase() {
    base = SmallBert.huggingFace(temp.resolve("base"));
  }

  /** The base's encoder with a change of rank 2 in one matrix and with another bias; new heads. */
  private Path tagger(String name, Consumer<Parameters> change) {
    try (Parameters tuned = Parameters.random(SHAPE, 5);
        Parameters encoder = SmallBert.parameters()) {
      encoder
          .tensors()
          .forEach(
              (n, t) -> {
                if (n.startsWith("bert.")) {
                  tuned.get(n).floats().duplicate().put(t.toFloats());
                }
              });
      change.accept(tuned);
      ModelWriter.write(
          temp.resolve(name),
          tuned,
          LABELS,
          SmallBert.TOKENIZER,
          DType.F32,
          Map.of("zener_method", "direct"));
    }
    return temp.resolve(name);
  }

  private static void tune(Parameters p) {
    Random random = new Random(4);
    Tensor query = p.get(QUERY);
    for (int k = 0; k < 2; k++) {
      double[] left = random.doubles(128, -0.1, 0.1).toArray();
      double[] right = random.doubles(128, -0.1, 0.1).toArray();
      for (int i = 0; i < 128; i++) {
        for (int j = 0; j < 128; j++) {
          query.set(128 * i + j, query.get(128 * i + j) + left[i] * right[j]);
        }
      }
    }
    p.get(BIAS).set(3, 0.25);
  }

  private DeltaConversion.Result convert(Path tagger, Path from, String target, int rank) {
    return DeltaConversion.run(
        ModelSource.of(tagger),
        ModelSource.of(from),
        temp.resolve(target),
        Rank.of(rank),
        DType.F32);
  }

  @Test
  void theSameTaggerOpens() throws IOException {
    Path tagger = tagger("tagger", DeltaTest::tune);
    DeltaConversion.Result result = convert(tagger, base, "delta", 2);
    assertThat(result.lines())
        .containsExactly(
            "kept 3 tensors whole and 1 as factors; the least exact factors lose 0 % of their change",
            "wrote %s: a delta of %s (SHA-256 %s)"
                .formatted(temp.resolve("delta"), base, result.base().sha256()));
    try (Stream<Path> files = Files.list(temp.resolve("delta"))) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("config.json", "delta.safetensors", "zener.safetensors");
    }
    try (WeightFile file = WeightFile.open(temp.resolve("delta/delta.safetensors"))) {
      assertThat(file.names())
          .containsExactlyInAnyOrder(
              QUERY + ".lora_A", QUERY + ".lora_B", BIAS, "classifier.weight", "classifier.bias");
      assertThat(file.info(QUERY + ".lora_A").shape()).containsExactly(2, 128);
      assertThat(file.info(QUERY + ".lora_B").shape()).containsExactly(128, 2);
    }
    ModelDirectory delta = ModelDirectory.open(temp.resolve("delta"));
    assertThat(delta.headLayers()).containsExactly(1);
    assertThat(delta.labels()).isEqualTo(LABELS);
    assertThat(delta.info()).isEqualTo(Map.of("zener_method", "direct"));
    assertThat(delta.tokenizer()).isEqualTo(SmallBert.TOKENIZER);
    try (LoadedModel whole = ModelDirectory.open(tagger).load(ElementType.FLOAT32);
        LoadedModel added = delta.load(ElementType.FLOAT32)) {
      assertThat(added.report().unused()).isEmpty();
      assertThat(added.report().source())
          .isEqualTo(
              temp.resolve("delta/delta.safetensors") + " on " + base.resolve("model.safetensors"));
      whole.parameters().tensors().forEach((name, t) -> assertNear(added, name, t));
    }
  }

  private static void assertNear(LoadedModel model, String name, Tensor expected) {
    float[] found = model.parameters().get(name).toFloats();
    if (name.equals(QUERY)) {
      assertThat(found).as(name).containsExactly(expected.toFloats(), within(1e-7f));
    } else {
      assertThat(found).as(name).isEqualTo(expected.toFloats());
    }
  }

  /** A base is identified by its numbers, not by the bits of its files. */
  @Test
  void theBaseMayBeStoredOtherwise() throws IOException {
    Path tagger = tagger("tagger", DeltaTest::tune);
    Path google = temp.resolve("google.zip");
    Files.write(google, Zip.of(SmallBert.google(), true));
    DeltaConversion.Result one = convert(tagger, base, "one", 2);
    DeltaConversion.Result other = convert(tagger, google, "other", 2);
    assertThat(other.base().sha256()).isEqualTo(one.base().sha256());
    ModelSource onGoogle = ModelSource.of(temp.resolve("one")).withBase(ModelSource.of(google));
    try (LoadedModel a = ModelDirectory.open(onGoogle).load(ElementType.FLOAT32);
        LoadedModel b = ModelDirectory.open(tagger).load(ElementType.FLOAT32)) {
      b.parameters().tensors().forEach((name, t) -> assertNear(a, name, t));
    }
  }

  @Test
  void deltasOfOneBaseShareWhatTheyDoNotChange() {
    convert(tagger("tagger", DeltaTest::tune), base, "one", 2);
    convert(tagger("plain", p -> {}), base, "two", 2);
    ModelDirectory one = ModelDirectory.open(temp.resolve("one"));
    ModelDirectory two = ModelDirectory.open(temp.resolve("two"));
    long alone = two.bytes(ElementType.FLOAT32);
    assertThat(alone).isEqualTo(Parameters.bytes(SHAPE, ElementType.FLOAT32));
    LoadedModel first = one.load(ElementType.FLOAT32);
    assertThat(two.bytes(ElementType.FLOAT32)).isLessThan(alone / 2);
    LoadedModel second = two.load(ElementType.FLOAT32);
    assertThat(second.parameters().get(WORDS)).isSameAs(first.parameters().get(WORDS));
    assertThat(second.parameters().get(QUERY)).isNotSameAs(first.parameters().get(QUERY));
    float[] words = first.parameters().get(WORDS).toFloats();
    first.close();
    assertThat(second.parameters().get(WORDS).toFloats()).isEqualTo(words);
    second.close();
    second.close();
    assertThat(two.bytes(ElementType.FLOAT32)).isEqualTo(alone);
  }

  /** Weights that are trained must not be shared, because the other users would see the changes. */
  @Test
  void anEncoderToBeTrainedSharesNothing() {
    convert(tagger("tagger", DeltaTest::tune), base, "delta", 2);
    ModelDirectory delta = ModelDirectory.open(temp.resolve("delta"));
    try (LoadedModel tags = delta.load(ElementType.FLOAT32);
        LoadedModel trains = delta.loadEncoder(SHAPE, ElementType.FLOAT32, 1)) {
      assertThat(trains.parameters().get(WORDS)).isNotSameAs(tags.parameters().get(WORDS));
      assertThat(trains.parameters().get(QUERY).toFloats())
          .isEqualTo(tags.parameters().get(QUERY).toFloats());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"F16", "BF16"})
  void factorsMayBeNarrow(DType type) {
    Path tagger = tagger("tagger", DeltaTest::tune);
    DeltaConversion.run(
        ModelSource.of(tagger), ModelSource.of(base), temp.resolve("delta"), Rank.of(2), type);
    try (LoadedModel a = ModelDirectory.open(temp.resolve("delta")).load(ElementType.FLOAT32);
        LoadedModel b = ModelDirectory.open(tagger).load(ElementType.FLOAT32)) {
      // entries of the change are up to 0.02; BF16 has 8 bits
      assertThat(a.parameters().get(QUERY).toFloats())
          .containsExactly(b.parameters().get(QUERY).toFloats(), within(0.02f / 128));
      assertThat(a.parameters().get(BIAS).toFloats())
          .isEqualTo(b.parameters().get(BIAS).toFloats());
    }
  }

  /** [20, 128] has fewer numbers than its factors from rank 18 on, [2, 128] from rank 2 on. */
  @ParameterizedTest
  @ValueSource(ints = {17, 18})
  void aMatrixWhoseFactorsWouldBeLargerIsKeptWhole(int rank) {
    String matrix = "bert.encoder.layer.0.intermediate.dense.weight";
    Path tagger =
        tagger(
            "tagger",
            p -> {
              Random random = new Random(1);
              for (int i = 0; i < p.get(matrix).size(); i++) {
                p.get(matrix).set(i, random.nextGaussian());
              }
            });
    convert(tagger, base, "delta", rank);
    try (WeightFile file = WeightFile.open(temp.resolve("delta/delta.safetensors"))) {
      assertThat(file.names().contains(matrix)).isEqualTo(rank == 18);
    }
  }

  @Test
  void aDeltaBecomesAWholeModelAgain() {
    Path tagger = tagger("tagger", DeltaTest::tune);
    convert(tagger, base, "delta", 2);
    Conversion.Result result =
        Conversion.run(
            ModelSource.of(temp.resolve("delta")),
            temp.resolve("whole"),
            Conversion.Settings.DEFAULTS);
    assertThat(result.tagger()).isTrue();
    try (LoadedModel a = ModelDirectory.open(temp.resolve("whole")).load(ElementType.FLOAT32);
        LoadedModel b = ModelDirectory.open(tagger).load(ElementType.FLOAT32)) {
      b.parameters().tensors().forEach((name, t) -> assertNear(a, name, t));
    }
    DeltaConversion.Result again = convert(temp.resolve("delta"), base, "again", 2);
    assertThat(again.base().sha256()).isEqualTo(sha256(temp.resolve("delta")));
  }

  private static String sha256(Path delta) {
    try (Delta open = Delta.open(Folder.of(delta))) {
      return open.base().sha256();
    }
  }

  @Test
  void anotherBaseIsAnError() throws IOException {
    convert(tagger("tagger", DeltaTest::tune), base, "delta", 2);
    Path other = tagger("other", p -> p.get(WORDS).set(7, 1));
    ModelSource wrong = ModelSource.of(temp.resolve("delta")).withBase(ModelSource.of(other));
    String[] said = {
      "delta/delta.safetensors: was made from another base (" + base, other.toString(), "`base`"
    };
    Errors.assertSays(() -> ModelDirectory.open(wrong).load(ElementType.FLOAT32), said);
    Errors.assertSays(() -> ModelDirectory.open(wrong).load(ElementType.FLOAT32), said);
    Errors.assertSays(
        () -> Conversion.run(wrong, temp.resolve("whole"), Conversion.Settings.DEFAULTS), said);
    assertThat(temp.resolve("whole")).doesNotExist();
    // no part of the wrong base may be kept for the right one
    try (LoadedModel right = ModelDirectory.open(temp.resolve("delta")).load(ElementType.FLOAT32)) {
      assertThat(right.parameters().get(WORDS).get(7)).isNotEqualTo(1);
    }
  }

  /** The tensors are needed in the order of the base, but an archive is read in its own order. */
  @Test
  void aDeltaInAnArchiveIsTheSame() throws IOException {
    Path tagger = tagger("tagger", DeltaTest::tune);
    convert(tagger, base, "delta", 2);
    Path zip = temp.resolve("delta.zip");
    Files.write(zip, Zip.of(Zip.files(temp.resolve("delta"), "in/"), true));
    try (LoadedModel packed = ModelDirectory.open(zip).load(ElementType.FLOAT32);
        LoadedModel plain = ModelDirectory.open(temp.resolve("delta")).load(ElementType.FLOAT32)) {
      plain
          .parameters()
          .tensors()
          .forEach(
              (name, t) ->
                  assertThat(packed.parameters().get(name).toFloats())
                      .as(name)
                      .isEqualTo(t.toFloats()));
    }
  }

  @Test
  void aDeltaIsNoBase() throws IOException {
    Path tagger = tagger("tagger", DeltaTest::tune);
    convert(tagger, base, "delta", 2);
    Path delta = temp.resolve("delta");
    Errors.assertSays(
        () -> convert(tagger, delta, "second", 2), delta.toString(), "itself a delta");
    assertThat(temp.resolve("second")).doesNotExist();
    Errors.assertSays(
        () -> ModelDirectory.open(ModelSource.of(delta).withBase(ModelSource.of(delta))),
        "is itself a delta",
        "`base`");
    // a delta that names itself as its base
    Files.move(base, temp.resolve("moved"));
    Files.move(delta, base);
    Errors.assertSays(() -> ModelDirectory.open(base), "is itself a delta");
  }

  /** An error in one thread must not free memory to which other threads still write. */
  @Test
  void aDamagedTensorIsAnErrorAndNoCrash() throws IOException {
    Path google = temp.resolve("google");
    SmallBert.write(google, SmallBert.google());
    Path data = google.resolve("bert_model.ckpt.data-00000-of-00001");
    byte[] bytes = Files.readAllBytes(data);
    bytes[bytes.length / 2] ^= 1;
    Files.write(data, bytes);
    ModelDirectory damaged = ModelDirectory.open(google);
    TaggerShape shape = new TaggerShape(damaged.encoder(), 3, List.of());
    for (int i = 0; i < 20; i++) {
      Errors.assertSays(() -> damaged.loadEncoder(shape, ElementType.FLOAT32, 1), "CRC-32C");
    }
  }

  @Test
  void aBaseThatIsNotFoundIsNamed() throws IOException {
    convert(tagger("tagger", DeltaTest::tune), base, "delta", 2);
    Files.move(base, temp.resolve("moved"));
    Errors.assertSays(
        () -> ModelDirectory.open(temp.resolve("delta")),
        "its base " + base + " is not found",
        "`base`");
    ModelDirectory.open(
            ModelSource.of(temp.resolve("delta")).withBase(ModelSource.of(temp.resolve("moved"))))
        .load(ElementType.FLOAT32)
        .close();
  }

  @Test
  void onlyATaggerOfTheBasesSizesAndVocabularyHasADelta() throws IOException {
    Errors.assertSays(
        () -> convert(TinyModel.TINY, base, "a", 2), "has the sizes", "the base " + base);
    Path uncased = tagger("uncased", p -> {});
    Path config = uncased.resolve("tokenizer_config.json");
    Files.writeString(
        config,
        Files.readString(config).replace("\"do_lower_case\" : false", "\"do_lower_case\" : true"));
    Errors.assertSays(
        () -> convert(uncased, base, "b", 2), "differs from the base", "vocabulary or casing");
    Errors.assertSays(
        () -> convert(tagger("nan", p -> p.get(QUERY).set(9, Double.NaN)), base, "c", 2),
        QUERY,
        "NaN",
        "damaged");
    assertThat(temp.resolve("c")).doesNotExist();
  }

  @Test
  void aDamagedDeltaIsAnError() throws IOException {
    convert(tagger("tagger", DeltaTest::tune), base, "delta", 2);
    damage(metadata -> metadata.remove("base_sha256"), tensors -> {}, "'base_sha256' is missing");
    damage(metadata -> metadata.put("base_sha256", "12"), tensors -> {}, "is 12");
    damage(
        m -> {},
        tensors -> tensors.remove(QUERY + ".lora_A"),
        "tensor '" + QUERY + ".lora_A' is missing");
    damage(
        m -> {},
        t -> t.put(QUERY + ".lora_A", TensorSource.of(QUERY + ".lora_A", new float[384], 3, 128)),
        "do not match");
    damage(
        m -> {},
        t -> t.put(QUERY + ".lora_A", TensorSource.of(QUERY + ".lora_A", new float[20], 2, 10)),
        "has shape [128, 10], but the base's matrix has [128, 128]");
    damage(
        m -> {},
        t -> t.put(QUERY, TensorSource.of(QUERY, new float[3], 3)),
        "both whole and as factors");
    damage(m -> {}, t -> t.put(BIAS, TensorSource.of(BIAS, new float[3], 3)), "shape [3]", "[128]");
  }

  private void damage(
      Consumer<Map<String, String>> metadata,
      Consumer<Map<String, TensorSource>> tensors,
      String... said)
      throws IOException {
    Path damaged = Files.createTempDirectory(temp, "damaged");
    Files.copy(temp.resolve("delta/config.json"), damaged.resolve("config.json"));
    Files.copy(temp.resolve("delta/zener.safetensors"), damaged.resolve("zener.safetensors"));
    try (WeightFile file = WeightFile.open(temp.resolve("delta/delta.safetensors"))) {
      Map<String, String> strings = new LinkedHashMap<>(file.metadata());
      Map<String, TensorSource> sources = new LinkedHashMap<>();
      file.names().forEach(name -> sources.put(name, TensorSource.of(file, name)));
      metadata.accept(strings);
      tensors.accept(sources);
      SafetensorsWriter.write(
          damaged.resolve("delta.safetensors"), strings, new ArrayList<>(sources.values()));
    }
    Errors.assertSays(() -> ModelDirectory.open(damaged).load(ElementType.FLOAT32), said);
  }
}

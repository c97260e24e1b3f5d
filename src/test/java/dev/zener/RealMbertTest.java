package dev.zener;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.pretrained.ModelSource;
import dev.zener.testing.Close;
import dev.zener.testing.Golden;
import dev.zener.testing.ShippedText;
import dev.zener.train.TrainEvent;
import dev.zener.train.TrainListener;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests with the real bert-base-multilingual-cased, which the profile mbert provides in
 * target/mbert and on the class path.
 */
@Tag("mbert")
class RealMbertTest {
  private static final Path MBERT = Path.of("target/mbert");
  private static final int LAYERS = 12;
  private static final int WIDTH = 768;

  /**
   * The least F1 on English after a training of 100 steps. A model with wrong weights finds
   * nothing.
   */
  private static final double LEAST_F1 = 0.5;

  /** This limit also holds on two cores without bfloat16. */
  private static final double MOST_SECONDS = 180;

  @TempDir Path folder;

  private static Encoder open(ModelSource source) {
    return Encoder.open(source, EncoderOptions.DEFAULTS);
  }

  /** All hidden states of texts, by the number of the text and the name of the state. */
  private static Map<String, double[]> encode(Encoder encoder, List<String> texts) {
    Map<String, double[]> states = new HashMap<>();
    encoder.encode(
        texts.stream().map(encoder::ids).toList(),
        (text, name, values) -> states.put(text + "." + name, doubles(values)));
    return states;
  }

  private static double[] doubles(FloatBuffer values) {
    double[] doubles = new double[values.remaining()];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = values.get();
    }
    return doubles;
  }

  private static List<String> sentences(Golden golden) {
    List<String> sentences = new ArrayList<>();
    golden.facts().get("sentences").forEach(text -> sentences.add(text.asString()));
    return sentences;
  }

  @Test
  void everyLayerIsWhatTransformersComputes() {
    try (Golden golden = new Golden("mbert");
        Encoder encoder = open(ModelSource.of(MBERT))) {
      List<String> sentences = sentences(golden);
      assertThat(sentences).hasSize(20);
      assertThat(golden.facts().get("languages").size()).isGreaterThanOrEqualTo(12);
      Map<String, double[]> states = encode(encoder, sentences);
      for (int i = 0; i < sentences.size(); i++) {
        assertThat(encoder.ids(sentences.get(i))).isEqualTo(golden.ints(i + ".input_ids"));
        for (int m = 0; m <= LAYERS; m++) {
          compare(golden, i, m, states.get(i + ".hidden." + m));
        }
      }
    }
  }

  private static void compare(Golden golden, int text, int layer, double[] states) {
    double allowed = 1e-5 * golden.doubles(text + ".largest")[layer];
    int step = golden.facts().get("step").asInt();
    int rows = states.length / WIDTH;
    List<Double> columns = new ArrayList<>();
    double[] mean = new double[rows];
    double[] rms = new double[rows];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < WIDTH; column++) {
        double value = states[row * WIDTH + column];
        mean[row] += value / WIDTH;
        rms[row] += value * value / WIDTH;
        if (column % step == layer) {
          columns.add(value);
        }
      }
      rms[row] = Math.sqrt(rms[row]);
    }
    String end = "." + layer;
    double[] seen = columns.stream().mapToDouble(Double::doubleValue).toArray();
    Close.check("columns" + end, seen, golden.doubles(text + ".columns" + end), 0, allowed);
    Close.check("mean" + end, mean, golden.doubles(text + ".mean" + end), 0, allowed);
    Close.check("rms" + end, rms, golden.doubles(text + ".rms" + end), 0, allowed);
  }

  @Test
  void theArtifactOnTheClassPathHasTheSameBits() {
    List<String> texts = List.of("Ana ide u Zagreb.", "北京 ist eine Stadt");
    Map<String, double[]> directory;
    try (Encoder encoder = open(ModelSource.of(MBERT))) {
      directory = encode(encoder, texts);
      assertThat(encoder.loadReport().remarks()).isEmpty();
    }
    try (Encoder encoder = open(ModelSource.of(ModelSource.MBERT))) {
      Map<String, double[]> artifact = encode(encoder, texts);
      assertThat(artifact.keySet()).isEqualTo(directory.keySet());
      artifact.forEach((name, states) -> assertThat(states).isEqualTo(directory.get(name)));
      assertThat(encoder.loadReport().remarks())
          .singleElement()
          .asString()
          .contains("12 layers", "assumed: 12 heads");
    }
  }

  /** Names that do not occur with these sentences in any training text, in five scripts. */
  @Test
  void theShippedTaggerFindsEntitiesInManyScripts() {
    Map<String, List<String>> expected =
        Map.of(
            "Ana Ivanović živi u Beogradu.", List.of("PER Ana Ivanović", "LOC Beogradu"),
            "Владимир Путин встретился с Ангелой Меркель в Москве.",
                List.of("PER Владимир Путин", "PER Ангелой Меркель", "LOC Москве"),
            "马云在杭州创办了阿里巴巴。", List.of("PER 马云", "LOC 杭州", "ORG 阿里巴巴"),
            "سافر محمد صلاح إلى القاهرة.", List.of("PER محمد صلاح", "LOC القاهرة"),
            "Η Άννα Παπαδοπούλου ζει στην Αθήνα.", List.of("PER Άννα Παπαδοπούλου", "LOC Αθήνα"));
    try (Tagger tagger = Tagger.open()) {
      expected.forEach(
          (text, entities) ->
              assertThat(tagger.tag(text).entities().stream().map(e -> e.type() + " " + e.text()))
                  .as(text)
                  .containsExactlyElementsOf(entities));
    }
  }

  @Test
  void aShortTrainingLearnsEnglish() throws IOException {
    ShippedText.head("en_ewt.train", 800, folder);
    ShippedText.head("en_ewt.dev", 250, folder);
    Path config =
        Files.writeString(
            folder.resolve("short.yaml"),
            """
            name: short
            methods: [direct]
            seeds: [1]
            folder: %s
            source: {language: en, train: en_ewt.train.tsv, dev: en_ewt.dev.tsv}
            encoder: {pretrained: target/mbert}
            precision: auto
            frozen: {layers: 6}
            teacher: {epochs: 1, batch: 8, learningRate: 1.5e-4}
            evaluateEvery: 1000
            """
                .formatted(folder));
    Map<String, Double> scores = new HashMap<>();
    TrainListener listener =
        new TrainListener() {
          @Override
          public void evaluated(TrainEvent.Evaluated event) {
            scores.putAll(event.scores());
          }
        };
    long start = System.nanoTime();
    TrainingRun.start(
        config,
        List.of(),
        Optional.of(folder.resolve("run")),
        TrainingOptions.DEFAULTS,
        List.of(listener),
        remark -> {});
    double seconds = (System.nanoTime() - start) * 1e-9;
    System.out.printf("dev F1 %s after %.0f s%n", scores, seconds);
    assertThat(scores.get("source-dev")).isGreaterThan(LEAST_F1);
    assertThat(seconds).isLessThan(MOST_SECONDS);
  }
}

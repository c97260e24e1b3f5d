package dev.zener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.data.LabelledSentence;
import dev.zener.label.Span;
import dev.zener.predict.Decoding;
import dev.zener.pretrained.Conversion;
import dev.zener.pretrained.ModelDirectory;
import dev.zener.pretrained.ModelSource;
import dev.zener.pretrained.SmallBert;
import dev.zener.problem.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Taggers of others, whose labels are written in their own ways. */
class ModelLabelsTest {
  private static final Path CASES = Path.of("src/test/resources/cases/07-model-labels");
  private static final List<String> WORDS = List.of("Ana", "ide", "u");

  @TempDir Path folder;

  private static List<String> labels(String config) throws IOException {
    JsonNode names = id2label(CASES.resolve(config));
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      labels.add(names.get(String.valueOf(i)).asString());
    }
    return labels;
  }

  private static JsonNode id2label(Path config) throws IOException {
    return JsonMapper.shared().readTree(Files.readString(config)).get("id2label");
  }

  private Path tagger(String config, float... scores) throws IOException {
    return SmallBert.constant(folder.resolve("model"), labels(config), scores);
  }

  private static String entities(Tagger tagger) {
    return tagger.tagWords(WORDS).entities().stream()
        .map(e -> e.type() + "[" + e.firstWord() + "," + e.endWord() + ")")
        .collect(Collectors.joining(" "));
  }

  /** The scores put one label first; extra labels, which are higher still, do not win. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "config-bioes.json; 0 0 0 0 0 0 4; PER[0,1) PER[1,2) PER[2,3)",
        "config-bioes.json; 0 0 0 0 4 0 0; LOC[0,3)",
        "config-bilou.json; 0 0 0 0 0 0 4; PER[0,1) PER[1,2) PER[2,3)",
        "config-bilou.json; 0 0 0 4 0 0 0; LOC[0,1) LOC[1,2) LOC[2,3)",
        "config-bare.json; 0 0 0 4 0 0 0; ORG[0,3)",
        "config-lower.json; 0 0 0 0 4 0 0; org[0,3)",
        "config-xcls.json; 0 4 0 0 9 8 7; LOC[0,1) LOC[1,2) LOC[2,3)",
        "config-xcls.json; 4 0 0 0 9 8 7; ''",
        "config-pad.json; 0 0 4 0 0 0 9; LOC[0,3)",
        "config-bo.json; 4 0 0 0 0 0 0; ''",
        "config-bo.json; 0 0 0 0 4 0 0; ORG[0,3)",
      })
  void everyKindTagsAndConverts(String config, String scores, String found) throws IOException {
    String[] texts = scores.split(" ");
    float[] values = new float[texts.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.parseFloat(texts[i]);
    }
    Path model = tagger(config, values);
    try (Tagger tagger = Tagger.open(model)) {
      assertThat(entities(tagger)).isEqualTo(found);
    }
    Path target = folder.resolve("converted");
    Conversion.run(ModelSource.of(model), target, Conversion.Settings.DEFAULTS);
    assertThat(id2label(target.resolve("config.json"))).isEqualTo(id2label(CASES.resolve(config)));
    try (Tagger tagger = Tagger.open(target)) {
      assertThat(entities(tagger)).isEqualTo(found);
    }
  }

  /** The probabilities are those of a head without the extra labels: e^4 / (e^4 + 3). */
  @Test
  void extraLabelsHaveNoPartInTheConfidence() throws IOException {
    try (Tagger tagger = Tagger.open(tagger("config-xcls.json", 0, 4, 0, 0, 99, 98, 97))) {
      assertThat(tagger.tagWords(WORDS).entities().get(0).confidence())
          .isCloseTo(Math.exp(4) / (Math.exp(4) + 3), org.assertj.core.data.Offset.offset(1e-6));
    }
  }

  /** Viterbi may neither leave an entity of BIOES open nor choose an extra label. */
  @Test
  void viterbiKeepsToTheScheme() throws IOException {
    TaggerOptions viterbi = TaggerOptions.DEFAULTS.withDecoding(Decoding.VITERBI);
    try (Tagger tagger = Tagger.open(tagger("config-bilou.json", 0, 3, 4, 1, 0, 0, 0), viterbi)) {
      assertThat(entities(tagger)).isEqualTo("LOC[0,3)");
      assertThat(tagger.tagWords(WORDS).tags()).containsExactly("B-LOC", "I-LOC", "I-LOC");
    }
    Path extra =
        SmallBert.constant(folder.resolve("x"), labels("config-pad.json"), 0, 0, 2, 0, 0, 0, 9);
    try (Tagger tagger = Tagger.open(extra, viterbi)) {
      assertThat(entities(tagger)).isEqualTo("LOC[0,3)");
    }
  }

  @Test
  void scoresAreTakenInIob2() throws IOException {
    try (Tagger tagger = Tagger.open(tagger("config-bilou.json", 0, 0, 0, 0, 0, 0, 4))) {
      LabelledSentence gold = new LabelledSentence(WORDS, List.of("B-PER", "B-PER", "O"));
      var result = tagger.evaluate(List.of(gold));
      assertThat(result.predictions().get(0).tags()).containsExactly("B-PER", "B-PER", "B-PER");
      assertThat(Span.decode(result.predictions().get(0).tags())).hasSize(3);
      assertThat(result.evaluation().correctWords()).isEqualTo(2);
    }
  }

  @Test
  void placeholdersTagOnceTheyAreNamed() throws IOException {
    Path model = tagger("config-label0.json", 0, 0, 0, 4, 0, 0, 0);
    assertThat(ModelDirectory.open(model).isTagger()).isFalse();
    assertThat(ModelDirectory.open(model).outputs()).isEqualTo(7);
    assertThatThrownBy(() -> Tagger.open(model))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("name all 7 in their order (`labels: [O, B-PER, I-PER, ...]`)");
    List<String> names = List.of("O", "B-LOC", "I-LOC", "B-ORG", "I-ORG", "B-PER", "I-PER");
    TaggerOptions named = TaggerOptions.DEFAULTS.withLabels(names);
    try (Tagger tagger = Tagger.open(model, named)) {
      assertThat(entities(tagger)).isEqualTo("ORG[0,1) ORG[1,2) ORG[2,3)");
    }
    Path target = folder.resolve("converted");
    Conversion.run(ModelSource.of(model).withLabels(names), target, Conversion.Settings.DEFAULTS);
    try (Tagger tagger = Tagger.open(target)) {
      assertThat(tagger.labels().tags()).isEqualTo(names);
    }
  }

  @Test
  void namesThatDoNotFitAreErrors() throws IOException {
    Path model = tagger("config-label0.json", 0, 0, 0, 0, 0, 0, 0);
    assertThatThrownBy(
            () -> Tagger.open(model, TaggerOptions.DEFAULTS.withLabels(List.of("O", "B-X"))))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "`labels` names 2 labels, but classifier.weight has shape [7, 128]; every row needs its"
                + " label");
    assertThatThrownBy(
            () -> Tagger.open(model, TaggerOptions.DEFAULTS.withLabels(List.of("O", "B-X", "huh"))))
        .hasMessageStartingWith(
            "`labels`: Label 'huh': not a tag like the others; allowed: O, B-X");
  }
}

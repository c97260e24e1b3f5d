package dev.zener.pretrained;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.data.Place;
import dev.zener.data.WordRule;
import dev.zener.delta.Rank;
import dev.zener.label.LabelSet;
import dev.zener.model.Parameters;
import dev.zener.model.TaggerShape;
import dev.zener.weights.DType;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A model's rule for words stays with it, however it is rewritten. */
class StoredWordRuleTest {
  private static final LabelSet LABELS = LabelSet.of(List.of("PER"));
  private static final WordRule RULE =
      new WordRule(
          Map.of(
              (int) '-',
              EnumSet.of(Place.LETTERS, Place.RUN),
              (int) '"',
              EnumSet.of(Place.BEFORE_DIGIT),
              0x1F600,
              EnumSet.allOf(Place.class)),
          Set.of("dr.", "n't", "\"ä\\"),
          Set.of("n't"),
          true);

  private static final WordRule OTHER = new WordRule(Map.of(), Set.of(), Set.of(), false);

  @TempDir Path temp;

  private Path tagger(Map<String, String> info) {
    TaggerShape shape = new TaggerShape(SmallBert.SHAPE, LABELS.size(), List.of(1));
    try (Parameters p = Parameters.random(shape, 3)) {
      Path target = temp.resolve("tagger");
      ModelWriter.write(target, p, LABELS, SmallBert.TOKENIZER, DType.F32, info);
      return target;
    }
  }

  private Optional<WordRule> words(String name) {
    return ModelDirectory.open(temp.resolve(name)).words();
  }

  @Test
  void itIsReadAsItWasWritten() {
    tagger(StoredWordRule.info(RULE));
    assertThat(words("tagger")).contains(RULE);
  }

  @Test
  void aModelNeedsNone() {
    tagger(Map.of());
    assertThat(words("tagger")).isEmpty();
  }

  @Test
  void conversionsKeepIt() {
    ModelSource model = ModelSource.of(tagger(StoredWordRule.info(RULE)));
    Conversion.Settings all = Conversion.Settings.DEFAULTS;
    Conversion.run(model, temp.resolve("half"), all.withDtype(DType.F16));
    Conversion.run(model, temp.resolve("cut"), all.withLayers(1));
    Conversion.run(
        model,
        temp.resolve("few"),
        all.withPieces((tokenizer, words) -> words.accept(List.of("Ana", "ide"))));
    Path base = SmallBert.huggingFace(temp.resolve("base"));
    DeltaConversion.run(model, ModelSource.of(base), temp.resolve("delta"), Rank.of(2), DType.F32);
    for (String name : List.of("half", "cut", "few", "delta")) {
      assertThat(words(name)).as(name).contains(RULE);
    }
    Conversion.run(model, temp.resolve("other"), all.withWords(OTHER));
    assertThat(words("other")).contains(OTHER);
    Conversion.run(ModelSource.of(temp.resolve("delta")), temp.resolve("whole"), all);
    assertThat(words("whole")).contains(RULE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"version\":1;is not JSON",
        "[];has version ; ",
        "{\"version\":2};has version 2; allowed: 1",
        "{\"version\":1};needs 'marks', an object, and 'addresses'",
        "{\"version\":1,\"marks\":{\"--\":[]},\"words\":[],\"endings\":[],\"addresses\":true}"
            + ";has mark '--'",
        "{\"version\":1,\"marks\":{\"-\":[\"bb\"]},\"words\":[],\"endings\":[],\"addresses\":true}"
            + ";has place 'bb' of mark '-'",
        "{\"version\":1,\"marks\":{},\"words\":[1],\"endings\":[],\"addresses\":true}"
            + ";needs 'words', a list of strings",
        "{\"version\":1,\"marks\":{},\"words\":[\"\"],\"endings\":[],\"addresses\":true}"
            + ";has word ''",
      })
  void aDamagedOneIsAnError(String stored, String problem) {
    Path tagger = tagger(Map.of("zener_words", stored));
    Errors.assertSays(
        () -> ModelDirectory.open(tagger),
        tagger.resolve("zener.safetensors")
            + ": zener_words, the rule for splitting text into words,",
        problem);
  }
}

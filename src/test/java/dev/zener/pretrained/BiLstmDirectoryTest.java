package dev.zener.pretrained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.TaggedText;
import dev.zener.Tagger;
import dev.zener.TaggerOptions;
import dev.zener.device.ElementType;
import dev.zener.label.LabelSet;
import dev.zener.model.BiLstmShape;
import dev.zener.model.Parameters;
import dev.zener.predict.Decoding;
import dev.zener.problem.InputException;
import dev.zener.testing.SpellingVectors;
import dev.zener.tokenizer.Casing;
import dev.zener.tokenizer.Characters;
import dev.zener.vectors.WordVectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BiLstmDirectoryTest {
  private static final LabelSet LABELS = LabelSet.of(List.of("PER", "LOC"));
  private static final Characters CHARACTERS = new Characters(List.of("a", "b", "😀"));
  private static final WordVectors VECTORS = SpellingVectors.of(List.of("Anna", "in", "Wien"), 6);
  private static final BiLstmShape SHAPE =
      new BiLstmShape(CHARACTERS.size(), 3, 2, 6, 4, LABELS.size(), true, 5, true, 0.5);

  @TempDir Path folder;
  private Path model;

  @BeforeEach
  void writeModel() {
    model = folder.resolve("model");
    try (Parameters parameters = Parameters.random(SHAPE, 1)) {
      BiLstmDirectory.write(
          model, parameters, LABELS, CHARACTERS, VECTORS, Map.of("zener_method", "lstm-direct"));
    }
  }

  private BiLstmDirectory open() {
    return (BiLstmDirectory) StoredTagger.open(ModelSource.of(model));
  }

  @Test
  void whatWasWrittenIsRead() {
    BiLstmDirectory directory = open();
    assertThat(directory.shape()).isEqualTo(SHAPE);
    assertThat(directory.labels().tags()).isEqualTo(LABELS.tags());
    assertThat(directory.characters().all()).isEqualTo(CHARACTERS.all());
    assertThat(directory.vectors().size()).isEqualTo(3);
    assertThat(directory.info()).containsEntry("zener_method", "lstm-direct");
    try (Parameters written = Parameters.random(SHAPE, 1);
        LoadedModel loaded = directory.load(ElementType.FLOAT32)) {
      assertThat(loaded.report().plain()).isTrue();
      written
          .tensors()
          .forEach(
              (name, t) ->
                  assertThat(loaded.parameters().get(name).toDoubles()).isEqualTo(t.toDoubles()));
    }
  }

  @Test
  void aTaggerTagsTextOfAnyLength() {
    try (Tagger tagger = Tagger.open(model)) {
      TaggedText text = tagger.tag("Anna b in Wien.");
      assertThat(text.words()).containsExactly("Anna", "b", "in", "Wien", ".");
      assertThat(tagger.tagWords(List.of("Anna", "b", "in", "Wien", ".")).tags())
          .isEqualTo(text.tags());
      assertThat(tagger.tag("").words()).isEmpty();
      List<String> many = Collections.nCopies(2500, "in");
      assertThat(tagger.tagWords(many).tags()).hasSize(2500);
      assertThat(tagger.windowReport().toString()).contains("1 ");
    }
  }

  @Test
  void optionsWithoutEffectAreRefused() {
    TaggerOptions viterbi =
        new TaggerOptions.Builder().decoding(Optional.of(Decoding.VITERBI)).build();
    assertThatThrownBy(() -> Tagger.open(model, viterbi))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("`decoding` has no effect on a BiLSTM-CRF");
    TaggerOptions pieces = new TaggerOptions.Builder().maxPieces(OptionalInt.of(64)).build();
    assertThatThrownBy(() -> Tagger.open(model, pieces))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("`maxPieces` has no effect");
    ModelSource cased = ModelSource.of(model).withCasing(Casing.CASED);
    assertThatThrownBy(() -> StoredTagger.open(cased))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("`casing` has no effect");
  }

  @Test
  void whatNeedsATransformerSaysWhatTheModelIs() {
    String message =
        model.resolve("config.json")
            + ": the model is a BiLSTM-CRF over word vectors, but a transformer is needed here;"
            + " choose a ";
    assertThatThrownBy(() -> ModelDirectory.open(model))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(message);
    assertThatThrownBy(
            () ->
                Conversion.run(
                    ModelSource.of(model), folder.resolve("whole"), Conversion.Settings.DEFAULTS))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(message);
  }

  @ParameterizedTest
  @CsvSource({
    "'\"hidden\" : 4','\"hidden\" : 5','words.forward.wx'",
    "'\"hidden\" : 4','\"hidden\" : 65536','words.forward.wx'",
    "'\"hidden\" : 4','\"hidden\" : -4','hidden is -4; allowed: '",
    "'\"hidden\" : 4','\"hidden\" : 2000000000','hidden is 2000000000; allowed: '",
    "'\"vectors\" : 6','\"vectors\" : 7','vectors is 7; allowed: 6'",
    "'\"a\",','\"ab\",','one code point each'",
    "'\"dense\" : 5','\"dense\" : 0','features are read by the dense layer'"
  })
  void aConfigThatDoesNotFitIsRefused(String from, String to, String message) throws IOException {
    Path config = model.resolve("config.json");
    String text = Files.readString(config);
    assertThat(text).contains(from);
    Files.writeString(config, text.replace(from, to));
    assertThatThrownBy(() -> open().load(ElementType.FLOAT32).close())
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aMissingFileIsNamed() throws IOException {
    Files.delete(model.resolve("vectors.safetensors"));
    assertThatThrownBy(this::open)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("vectors.safetensors");
  }
}

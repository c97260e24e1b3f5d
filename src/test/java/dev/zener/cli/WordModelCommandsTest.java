package dev.zener.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.label.LabelSet;
import dev.zener.model.BiLstmShape;
import dev.zener.model.Parameters;
import dev.zener.pretrained.BiLstmDirectory;
import dev.zener.testing.SpellingVectors;
import dev.zener.tokenizer.Characters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that read a transformer, given a BiLSTM-CRF. */
class WordModelCommandsTest {
  private static final String TINY = "src/test/resources/golden/hf-tiny";

  @TempDir Path folder;
  private Path model;

  @BeforeEach
  void writeModel() throws IOException {
    LabelSet labels = LabelSet.of(List.of("PER"));
    Characters characters = new Characters(List.of("a", "b"));
    BiLstmShape shape =
        new BiLstmShape(characters.size(), 3, 2, 6, 4, labels.size(), false, 0, false, 0);
    model = folder.resolve("model");
    try (Parameters parameters = Parameters.random(shape, 1)) {
      BiLstmDirectory.write(
          model,
          parameters,
          labels,
          characters,
          SpellingVectors.of(List.of("a", "b"), 6),
          Map.of("zener_method", "lstm-direct"));
    }
    Files.writeString(folder.resolve("text.txt"), "a b\n");
  }

  @Test
  void itTags() {
    Ran ran = Ran.withInput("a b\n", "tag", model.toString());
    assertThat(ran.code()).as(ran.err()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "encode MODEL TEXT --output OUT",
        "vectors MODEL TEXT --output OUT.vec",
        "convert MODEL OUT",
        "convert MODEL OUT --words-of TEXT",
        "convert MODEL OUT --delta TINY",
        "convert TINY OUT --delta MODEL",
        "bench tag --model MODEL"
      })
  void otherCommandsSayWhatTheModelIs(String line) {
    String[] words =
        line.replace("MODEL", model.toString())
            .replace("TEXT", folder.resolve("text.txt").toString())
            .replace("OUT", folder.resolve("out").toString())
            .replace("TINY", TINY)
            .split(" ");
    Ran ran = Ran.command(words);
    assertThat(ran.code()).as(ran.err()).isEqualTo(1);
    assertThat(ran.err())
        .contains(
            model.resolve("config.json")
                + ": the model is a BiLSTM-CRF over word vectors, but a transformer is needed"
                + " here; choose a ");
  }
}

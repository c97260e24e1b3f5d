package dev.zener.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.problem.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataChecksTest {
  private static final String TRAIN =
      sentence("Ana ide u Zagreb danas", "PER O O LOC O")
          + sentence("Zagreb je velik grad tu", "LOC O O O O")
          + sentence("Ana", "PER");
  private static final String TEST =
      sentence("Eva ide u Zagreb sutra", "PER O O LOC O") + sentence("Ana", "PER");

  @TempDir Path folder;

  private static String sentence(String words, String types) {
    String[] word = words.split(" ");
    String[] type = types.split(" ");
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < word.length; i++) {
      lines.append(word[i]).append('\t').append(type[i].equals("O") ? "" : "B-").append(type[i]);
      lines.append('\n');
    }
    return lines.append('\n').toString();
  }

  @BeforeEach
  void write() throws IOException {
    write("train", TRAIN);
    write("dev", TEST);
    write("test", TEST);
    write("text", sentence("Beograd je glavni grad Srbije", "O O O O O"));
    Files.writeString(
        folder.resolve("c.yaml"),
        """
        folder: %s
        methods: [tsl]
        source: {language: hr, train: train.tsv, dev: dev.tsv}
        targets: {sr: {unlabelled: text.tsv, test: test.tsv}}
        encoder:
          scratch:
            vocabulary: src/test/resources/golden/hf-tiny/vocab.txt
            layers: 2
            hidden: 8
            heads: 2
            feedForward: 8
            positions: 64
        maxPieces: 64
        frozen: {embeddings: false, layers: 0}
        """
            .formatted(folder));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name + ".tsv"), text);
  }

  private List<String> warnings(String... sets) {
    TrainConfig config = TrainConfigFile.read(folder.resolve("c.yaml"), List.of(sets));
    return Materials.read(config).remarks().stream()
        .filter(line -> line.startsWith("warning: "))
        .toList();
  }

  @Test
  void soundDataGivesNone() {
    assertThat(warnings()).as("'Ana' alone is no sentence to remember").isEmpty();
  }

  @Test
  void testSentencesThatAreTrainedOnAreCountedAndOneIsShown() throws IOException {
    write("test", TEST + sentence("Zagreb je velik grad tu", "LOC O O O O"));
    assertThat(warnings())
        .containsExactly(
            "warning: 1 of the 3 sentences of sr test also occur, word for word, in source train (first: "
                + folder.resolve("test.tsv")
                + ":9 equals "
                + folder.resolve("train.tsv")
                + ":7); the score partly measures memorisation");
    write("test", TEST);
    write("text", TEST);
    assertThat(warnings()).hasSize(1).first().asString().contains("1 of the 2", "sr unlabelled");
  }

  @Test
  void everyFileOfSeveralIsLookedAt() throws IOException {
    write("more", sentence("Ana je u Zagrebu opet", "PER O O LOC O"));
    write("text2", sentence("Eva ide u Zagreb sutra", "PER O O LOC O"));
    write("test2", TEST + sentence("Eva ide", "PER O"));
    String[] sets = {
      "source.train=[train.tsv, more.tsv]",
      "targets.sr={unlabelled: [text.tsv, text2.tsv], test: {a: more.tsv, b: test2.tsv}}"
    };
    assertThat(warnings(sets))
        .hasSize(2)
        .anyMatch(
            w ->
                w.contains(
                    "1 of the 1 sentences of sr a test also occur, word for word, in source train"))
        .anyMatch(
            w ->
                w.contains(
                    "1 of the 3 sentences of sr b test also occur, word for word, in sr unlabelled"));
    write("test2", sentence("Eva ide", "PER O"));
    assertThat(warnings(sets))
        .anyMatch(w -> w.contains("sr b test has no entity of type LOC, which source train has"));
  }

  @Test
  void typesThatOneSideLacksAreNamed() throws IOException {
    write("test", sentence("Eva ide", "PER O"));
    assertThat(warnings())
        .hasSize(1)
        .first()
        .asString()
        .isEqualTo(
            "warning: sr test has no entity of type LOC, which source train has: each predicted"
                + " entity of that type counts as wrong, and its recall cannot be measured");
    write("test", sentence("Eva ide", "O O"));
    assertThat(warnings())
        .containsExactly("warning: sr test has no entities, so its scores are meaningless");
    write("test", sentence("Eva ide", "CITY O"));
    assertThatThrownBy(this::warnings)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("test.tsv:1: type 'CITY' is not among [LOC, PER] of train.tsv");
  }

  @Test
  void manySentencesInWindowsAreTold() {
    assertThat(warnings("maxPieces=8"))
        .contains(
            "warning: 33.3 % of the sentences of source train are longer than maxPieces (8) and are"
                + " split into windows; a larger maxPieces, up to the encoder's positions, keeps"
                + " them whole");
  }

  @Test
  void anEmptyTargetIsAnError() throws IOException {
    write("text", "\n\n");
    assertThatThrownBy(this::warnings)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("targets.sr.unlabelled: the corpus has no words");
  }
}

package dev.zener.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.data.LabelledSentence;
import dev.zener.data.Sentence;
import dev.zener.data.WordRule;
import dev.zener.problem.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorporaTest {
  private static final String GOOD = "Ana\tB-PER\nide\tO\n\nu\tO\nZagreb\tB-LOC\n";

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    for (String name : List.of("train", "dev", "test", "target", "target-dev")) {
      write(name, GOOD);
    }
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name + ".conll"), text);
  }

  private Corpora read(String... sets) {
    Path config = folder.resolve("config.yaml");
    String yaml =
        """
        folder: %s
        source: {language: hr, train: train.conll, dev: dev.conll, test: test.conll}
        targets: {sr: {unlabelled: target.conll, dev: target-dev.conll}}
        encoder: {pretrained: nowhere}
        """;
    try {
      Files.writeString(config, yaml.formatted(folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Corpora.read(TrainConfigFile.read(config, List.of(sets)));
  }

  @Test
  void readsAllFilesByTheirRole() {
    Corpora corpora = read();
    assertThat(corpora.labels().tags()).containsExactly("O", "B-LOC", "I-LOC", "B-PER", "I-PER");
    assertThat(corpora.train()).extracting(LabelledSentence::size).containsExactly(2, 2);
    assertThat(sizes(corpora.dev())).isEqualTo(Map.of(CorpusFiles.WHOLE, 2));
    assertThat(sizes(corpora.test())).isEqualTo(Map.of("hr", 2));
    assertThat(corpora.targets().get("sr").unlabelled().orElseThrow()).hasSize(2);
    assertThat(sizes(corpora.targets().get("sr").dev())).isEqualTo(Map.of(CorpusFiles.WHOLE, 2));
    assertThat(corpora.targets().get("sr").test()).isEmpty();
    assertThat(corpora.files().keySet())
        .containsExactly("source train", "source dev", "source test", "sr unlabelled", "sr dev");
    assertThat(corpora.trainingText()).hasSize(4);
  }

  /** Hyphens stay in the words of the source and are cut in the target's. */
  @Test
  void wordsAreAsTheTextOfAModelWritesThem() throws IOException {
    write("train", "UN-a\tB-ORG\nNATO-u\tB-ORG\n\nOESS-a\tB-ORG\n");
    write("dev", "UN-a\tB-ORG\n");
    write("test", "UN-a\tB-ORG\n");
    write("target-dev", "UN-a\tB-ORG\n");
    Files.writeString(folder.resolve("target.txt"), "EBRD-a.\n");
    Corpora columns = read();
    WordRule source = columns.words(Optional.empty()).orElseThrow();
    assertThat(source.kept()).containsOnlyKeys((int) '-');
    assertThat(columns.words(Optional.of("sr")).orElseThrow().kept()).isEmpty();
    Corpora text = read("targets.sr.unlabelled=target.txt");
    assertThat(text.targets().get("sr").unlabelled().orElseThrow().get(0).words())
        .containsExactly("EBRD-a", ".");
    assertThat(text.words(Optional.of("sr"))).contains(source);
  }

  /** The numbers of sentences by name. */
  private static Map<String, Integer> sizes(Map<String, List<LabelledSentence>> parts) {
    return parts.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, part -> part.getValue().size()));
  }

  @Test
  void severalFilesAreReadInTheirOrderByTheirRoles() throws IOException {
    write("more", "Rim\tB-CITY\n");
    Corpora corpora =
        read(
            "source.train={hr: train.conll, it: [more.conll, dev.conll]}",
            "source.dev={hr: dev.conll, it: more.conll}",
            "source.test=[test.conll, more.conll]",
            "targets.sr={unlabelled: [more.conll, target.conll], dev: [dev.conll, test.conll],"
                + " test: {sr: test.conll, sr-more: [more.conll, more.conll]}}");
    assertThat(corpora.labels().types()).containsExactly("CITY", "LOC", "PER");
    assertThat(corpora.train())
        .extracting(s -> s.words().get(0))
        .containsExactly("Ana", "u", "Rim", "Ana", "u");
    assertThat(sizes(corpora.dev())).isEqualTo(Map.of("hr", 2, "it", 1));
    assertThat(sizes(corpora.test())).isEqualTo(Map.of("hr", 3));
    Corpora.Target sr = corpora.targets().get("sr");
    assertThat(sr.unlabelled().orElseThrow())
        .extracting(s -> s.words().get(0))
        .containsExactly("Rim", "Ana", "u");
    assertThat(sizes(sr.dev())).isEqualTo(Map.of(CorpusFiles.WHOLE, 4));
    assertThat(sizes(sr.test())).isEqualTo(Map.of("sr", 2, "sr-more", 2));
    assertThat(corpora.scored().keySet())
        .containsExactly(
            "source hr dev",
            "source it dev",
            "source test",
            "sr dev",
            "sr sr test",
            "sr sr-more test");
    Map<String, List<Path>> files = corpora.files();
    assertThat(files.keySet())
        .containsExactly(
            "source hr train",
            "source it train",
            "source hr dev",
            "source it dev",
            "source test",
            "sr unlabelled",
            "sr dev",
            "sr sr test",
            "sr sr-more test");
    assertThat(files.get("source it train"))
        .containsExactly(folder.resolve("more.conll"), folder.resolve("dev.conll"));
    assertThat(corpora.remarks()).hasSize(14).allMatch(line -> line.contains(".conll: "));
  }

  @Test
  void aTypeThatNoTrainingFileHasIsNamed() throws IOException {
    write("more", "Rim\tB-CITY\n");
    assertThatThrownBy(() -> read("source.train=[train.conll, dev.conll]", "source.dev=more.conll"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(folder.resolve("more.conll") + ":1: type 'CITY'")
        .hasMessageContaining("[LOC, PER] of train.conll, dev.conll;");
  }

  /** The text does not depend on whether there are tags or what they are. */
  @Test
  void theTagsOfATargetsTextDoNotMatter() throws IOException {
    List<List<String>> words = words(read());
    write("target", GOOD.replace("B-PER", "I-MISC").replace("B-LOC", "nonsense"));
    Corpora other = read();
    assertThat(words(other)).isEqualTo(words);
    assertThat(other.labels()).isEqualTo(read().labels());
    assertThat(other.remarks()).isEqualTo(read().remarks());
  }

  private static List<List<String>> words(Corpora corpora) {
    return corpora.targets().get("sr").unlabelled().orElseThrow().stream()
        .map(Sentence::words)
        .toList();
  }

  @Test
  void anUnknownTypeIsNamedWithItsPlace() throws IOException {
    for (String name : List.of("dev", "test", "target-dev")) {
      write(name, GOOD + "\nWien\tB-CITY\n");
      assertThatThrownBy(this::read)
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith(folder.resolve(name + ".conll") + ":7: type 'CITY'")
          .hasMessageContaining("[LOC, PER] of train.conll");
      write(name, GOOD);
    }
  }

  @Test
  void typesThatAreListedMustCoverTheTrainingFile() {
    assertThat(read("types=[PER, LOC, ORG]").labels().types()).containsExactly("PER", "LOC", "ORG");
    assertThatThrownBy(() -> read("types=[PER]"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(folder.resolve("train.conll") + ":4: type 'LOC'")
        .hasMessageContaining("'types'");
  }

  @Test
  void anIllegalTagIsNamedWithItsPlaceOrRepairedOnRequest() throws IOException {
    write("dev", "Ana\tB-PER\nide\tO\nu\tI-LOC\n");
    assertThatThrownBy(this::read)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("dev.conll:3")
        .hasMessageContaining("I-LOC");
    assertThat(read("format.repair=true").dev().get(CorpusFiles.WHOLE).get(0).tags()).hasSize(3);
  }

  @Test
  void aTrainingFileWithoutEntitiesIsRefused() throws IOException {
    write("train", "Ana\tO\n");
    assertThatThrownBy(this::read)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("train.conll")
        .hasMessageContaining("nothing to learn");
  }

  /** A word that cannot be written to the predictions is reported before the training. */
  @Test
  void wordsThatColumnsCannotHoldAreFoundAtOnce() throws IOException {
    Files.writeString(
        folder.resolve("dev.jsonl"), "{\"tokens\":[\"a\\tb\"],\"tags\":[\"B-PER\"]}\n");
    assertThatThrownBy(() -> read("source.dev=dev.jsonl"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("a\tb");
  }

  @Test
  void aMissingFileIsNamed() throws IOException {
    Files.delete(folder.resolve("test.conll"));
    assertThatThrownBy(this::read).hasMessageContaining("test.conll");
  }
}

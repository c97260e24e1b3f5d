package dev.zener.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.config.ConfigFile;
import dev.zener.problem.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CorpusFilesTest {
  private static final ConfigFile FILE = new ConfigFile(new CorpusFilesForm());

  record Settings(CorpusFiles train, Optional<CorpusFiles> test) {}

  @TempDir Path folder;

  private Settings read(String yaml, String... sets) throws IOException {
    Path file = Files.writeString(folder.resolve("c.yaml"), yaml);
    return FILE.bind(ConfigFile.nodes(file, List.of(sets)), Settings.class);
  }

  private static List<Path> files(String... files) {
    return List.of(files).stream().map(Path::of).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.tsv | a.tsv",
        "[a.tsv] | a.tsv",
        "[a.tsv, b.tsv] | a.tsv, b.tsv",
      })
  void aFileOrAListIsOneCorpus(String value, String files) throws IOException {
    CorpusFiles corpus = read("train: " + value).train();
    assertThat(corpus.isNamed()).isFalse();
    assertThat(corpus.names()).isEmpty();
    assertThat(corpus.parts()).isEqualTo(Map.of(CorpusFiles.WHOLE, files(files.split(", "))));
    assertThat(corpus.shown()).isEqualTo(files);
  }

  @Test
  void aMapNamesItsPartsInTheirOrder() throws IOException {
    CorpusFiles corpus = read("train: {no: [b, c], en: a}").train();
    assertThat(corpus.isNamed()).isTrue();
    assertThat(corpus.names()).containsExactly("no", "en");
    assertThat(corpus.parts()).isEqualTo(Map.of("no", files("b", "c"), "en", files("a")));
    assertThat(corpus.shown()).isEqualTo("b, c, a");
  }

  @Test
  void aSetReplacesAFormOrAPart() throws IOException {
    assertThat(read("train: a\n", "train=[b, c]").train()).isEqualTo(read("train: [b, c]").train());
    assertThat(read("train: {en: a}\n", "train.hr=b").train())
        .isEqualTo(read("train: {en: a, hr: b}").train());
    assertThat(read("train: a\ntest: {x: b}\n", "test=").test()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[a] | train: a",
        "[a, b] | train:;- a;- b",
        "{no: [b, c], en: [a]} | train:;  'no':;  - b;  - c;  en: a",
      })
  void whatIsWrittenReadsBack(String value, String written) throws IOException {
    Settings settings = read("train: " + value);
    String yaml = FILE.yaml(settings);
    assertThat(yaml.replace('"', '\'')).startsWith(written.replace(';', '\n') + "\n");
    Settings back = read(yaml);
    assertThat(back).isEqualTo(settings);
    assertThat(back.train().names()).containsExactlyElementsOf(settings.train().names());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "test: a | 1: 'train' is missing; it is a file, a list of files, or a map from names to these",
        "train: [] | 1: train: the list of files is empty; allowed: at least one file",
        "train: {} | 1: train: the list of files is empty",
        "train: a;test: {x: []} | 2: test: the list of files is empty",
        "train: {en: a, b/c: d} | 1: train: the name is 'b/c'; allowed: letters, digits",
        "train: {en: a, '': b} | 1: train: the name is ''; allowed: letters, digits",
        "train:;  en: a;  hr: {x: y} | 3: 'train.hr' is a group of keys; expected a file or a list of files",
        "train:;  en: | 2: 'train.en' is nothing; expected a file or a list of files",
        "train: {en: [a, [b]]} | 1: 'train.en[1]' is a list; expected a path",
      })
  void aSlipIsNamedWithItsLine(String lines, String message) {
    assertThatThrownBy(() -> read(lines.replace(";", "\n") + "\n"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(folder.resolve("c.yaml") + ":" + message);
  }
}

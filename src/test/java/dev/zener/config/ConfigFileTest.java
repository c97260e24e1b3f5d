package dev.zener.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.problem.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFileTest {
  private static final ConfigFile FILE = new ConfigFile();

  enum Colour {
    DARK_RED,
    GREEN
  }

  record Inner(@Default("2e-5") double rate, @Default("32") int batch) {
    Inner {
      Require.atLeast(1, "batch", batch);
    }
  }

  record Settings(
      @Default("x") String name,
      Inner inner,
      Optional<Inner> other,
      @Default("[1, 2]") List<Long> seeds,
      @Default("{}") Map<String, Inner> byLanguage,
      @Default("green") Colour colour,
      @Default("true") boolean strict,
      Optional<Path> file) {}

  record Strict(String needed, Inner inner) {
    Strict {
      if (needed.equals("bad")) {
        throw new IllegalArgumentException("nothing here suits");
      }
    }
  }

  @TempDir Path folder;

  @Test
  void anEmptyFileLeavesAllToTheDefaults() throws IOException {
    Settings expected =
        new Settings(
            "x",
            new Inner(2e-5, 32),
            Optional.empty(),
            List.of(1L, 2L),
            Map.of(),
            Colour.GREEN,
            true,
            Optional.empty());
    assertThat(read("")).isEqualTo(expected);
    assertThat(read("# nothing but a comment\n")).isEqualTo(expected);
    assertThat(read("inner:\nseeds: ~\n")).isEqualTo(expected);
    assertThat(FILE.defaults(Settings.class)).isEqualTo(expected);
  }

  @Test
  void theFileOverridesDefaultsAndSetsOverrideTheFile() throws IOException {
    String yaml = "inner: {batch: 8, rate: 1}\nseeds: [7]\ncolour: dark-red\n";
    Settings settings =
        read(
            yaml,
            "inner.batch=16",
            "other.rate=.5",
            "seeds=[3, 4]",
            "inner.batch=17",
            "strict=false");
    assertThat(settings.inner()).isEqualTo(new Inner(1, 17));
    assertThat(settings.other()).contains(new Inner(0.5, 32));
    assertThat(settings.seeds()).containsExactly(3L, 4L);
    assertThat(settings.colour()).isEqualTo(Colour.DARK_RED);
    assertThat(settings.strict()).isFalse();
  }

  @Test
  void anEmptySetTakesASettingAway() throws IOException {
    assertThat(read("file: a.txt\n").file()).contains(Path.of("a.txt"));
    assertThat(read("file: a.txt\n", "file=").file()).isEmpty();
    assertThat(read("inner: {batch: 5}\n", "inner=").inner()).isEqualTo(new Inner(2e-5, 32));
  }

  @Test
  void aTextStaysTheTextThatWasWritten() throws IOException {
    assertThat(read("name: no\n").name()).isEqualTo("no");
    assertThat(read("name: 1.10\n").name()).isEqualTo("1.10");
    assertThat(read("name: 'null'\n").name()).isEqualTo("null");
    assertThat(read("byLanguage: {no: {batch: 2}}\n").byLanguage()).containsOnlyKeys("no");
  }

  @Test
  void aliasesStandForWhatTheyName() throws IOException {
    Map<String, Inner> both = read("byLanguage:\n  a: &i {batch: 9}\n  b: *i\n").byLanguage();
    assertThat(both).isEqualTo(Map.of("a", new Inner(2e-5, 9), "b", new Inner(2e-5, 9)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "strict: true;inner:;  bacth: 3 | 3: unknown key 'inner.bacth' (did you mean 'batch'?); allowed in 'inner': rate, batch",
        "zzzzzz: 3 | 1: unknown key 'zzzzzz'; allowed: name, inner, other, seeds, byLanguage, colour, strict, file",
        "byLanguage:;  de:;    x: 1 | 3: unknown key 'byLanguage.de.x'",
        "inner:;  batch: many | 2: 'inner.batch' is 'many'; expected a whole number",
        "inner: {batch: 1.5} | 1: 'inner.batch' is '1.5'; expected a whole number",
        "inner: {rate: NaN} | 1: 'inner.rate' is 'NaN'; expected a number",
        "inner: 5 | 1: 'inner' is '5'; expected a group of keys",
        "strict: yes | 1: 'strict' is 'yes'; expected true or false",
        "colour: gren | 1: 'colour' is 'gren' (did you mean 'green'?); expected one of dark-red, green",
        "name: [a] | 1: 'name' is a list; expected a text",
        "seeds: 3 | 1: 'seeds' is '3'; expected a list, for instance [a, b]",
        "seeds:;- 1;- two | 3: 'seeds[1]' is 'two'; expected a whole number",
        "strict: true;inner:;  rate: 1;  batch: 0 | 4: inner.batch is 0; allowed: 1 or more",
        "name: a;strict: true;name: b | 3: key 'name' occurs twice, first at CONFIG:1",
        "name: [a;strict: true | 2: not valid YAML",
        "name: a;---;name: b | 3: a second document begins",
        "just a text | 1: the configuration is 'just a text'; expected a group of keys",
      })
  void aSlipIsNamedWithItsLine(String lines, String message) throws IOException {
    Path yaml = write(lines.replace(";", "\n").replace("\n ", "\n  ") + "\n");
    assertThatThrownBy(() -> read(yaml, List.of(), Settings.class))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(yaml + ":" + message.replace("CONFIG", yaml.toString()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "inner.bacth=3 | `override: inner.bacth=3`: unknown key 'inner.bacth' (did you mean 'batch'?)",
        "innre.batch=3 | `override: innre.batch=3`: unknown key 'innre' (did you mean 'inner'?)",
        "inner.batch=x | `override: inner.batch=x`: 'inner.batch' is 'x'; expected a whole number",
        "inner.batch=0 | `override: inner.batch=0`: inner.batch is 0; allowed: 1 or more",
        "inner.batch | `override: inner.batch`: no value; allowed: key=value",
        "inner..batch=1 | `override: inner..batch=1`: a part of the key is empty",
        "seeds=[1 | `override: seeds=[1`: not valid YAML",
        "name.first=x | `override: name.first=x`: 'name' is 'a' (CONFIG:1) and has no keys below it",
      })
  void aSlipInASetIsNamedByItsText(String set, String message) throws IOException {
    Path yaml = write("name: a\ninner: {batch: 2}\n");
    assertThatThrownBy(() -> read(yaml, List.of(set), Settings.class))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(message.replace("CONFIG", yaml.toString()));
  }

  @Test
  void whatHasNoDefaultMustBeGiven() throws IOException {
    Path empty = write("inner: {batch: 2}\n");
    assertThatThrownBy(() -> read(empty, List.of(), Strict.class))
        .hasMessage(empty + ":1: 'needed' is missing; it is a text and has no default");
    Path bad = write("needed: bad\n");
    assertThatThrownBy(() -> read(bad, List.of(), Strict.class))
        .hasMessage(bad + ":1: nothing here suits");
  }

  @Test
  void aFileThatCannotBeReadSaysWhy() throws IOException {
    Path absent = folder.resolve("absent.yaml");
    assertThatThrownBy(() -> read(absent, List.of(), Settings.class))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(absent + ": no such file");
    Path latin = folder.resolve("latin.yaml");
    Files.write(latin, "name: é\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> read(latin, List.of(), Settings.class))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("not UTF-8");
  }

  @Test
  void whatIsWrittenReadsBackAndKeepsTheRecordsOrder() throws IOException {
    Settings settings =
        new Settings(
            "null",
            new Inner(1.25e-7, 3),
            Optional.of(new Inner(1e300, 4)),
            List.of(-5L),
            Map.of("no", new Inner(1, 1)),
            Colour.DARK_RED,
            false,
            Optional.of(Path.of("a b: #c")));
    String yaml = FILE.yaml(settings);
    assertThat(read(yaml)).isEqualTo(settings);
    assertThat(yaml.lines().filter(line -> line.matches("\\w+:.*")).map(line -> line.split(":")[0]))
        .containsExactly(
            "name", "inner", "other", "seeds", "byLanguage", "colour", "strict", "file");
  }

  private Settings read(String yaml, String... sets) throws IOException {
    return read(write(yaml), List.of(sets), Settings.class);
  }

  private static <T extends Record> T read(Path yaml, List<String> sets, Class<T> type) {
    return FILE.bind(ConfigFile.nodes(yaml, sets), type);
  }

  private Path write(String yaml) throws IOException {
    return Files.writeString(folder.resolve("config.yaml"), yaml);
  }
}

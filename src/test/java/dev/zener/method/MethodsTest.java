package dev.zener.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.config.ConfigFile;
import dev.zener.problem.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MethodsTest {
  private static final ConfigFile FILE = new ConfigFile(new MethodForm());

  record Settings(List<Method> methods) {}

  @TempDir Path folder;

  private Path file(String yaml) throws IOException {
    return Files.writeString(folder.resolve("m.yaml"), yaml);
  }

  private List<Method> read(String yaml, String... sets) throws IOException {
    Path file = file(yaml);
    return FILE.bind(
            SharedSettings.distribute(ConfigFile.nodes(file, List.of(sets)), FILE), Settings.class)
        .methods();
  }

  @Test
  void groupsAtTheTopLevelAreForAllMethodsThatHaveThem() throws IOException {
    List<Method> methods =
        read(
            """
            methods: [direct, tsl, msd, msd: {title: Own, student: {epochs: 3}, mmd: {target: 0}}]
            teacher: {epochs: 4}
            student: {batch: 5, epochs: 6}
            mmd: {source: 7}
            """);
    assertThat(((Direct) methods.get(0)).teacher().epochs()).isEqualTo(4);
    assertThat(((Tsl) methods.get(1)).teacher().epochs()).isEqualTo(4);
    assertThat(((Tsl) methods.get(1)).student().epochs()).isEqualTo(6);
    assertThat(((Msd) methods.get(2)).student().epochs()).isEqualTo(6);
    assertThat(((Msd) methods.get(2)).mmd()).isEqualTo(new Msd.Mmd(7, 0.001));
    Msd own = (Msd) methods.get(3);
    assertThat(own.student().epochs()).isEqualTo(3);
    assertThat(own.student().batch()).as("a key of the group that it does not have").isEqualTo(5);
    assertThat(own.mmd()).isEqualTo(new Msd.Mmd(7, 0));
    assertThat(methods).extracting(Method::name).containsExactly("direct", "tsl", "msd", "own");
    assertThat(read(FILE.yaml(new Settings(methods)))).isEqualTo(methods);
  }

  @Test
  void aRowHasTheNameOfItsMethodUnlessItHasATitleOfItsOwn() throws IOException {
    List<Method> methods = read("methods: [teacher, {tsl: }, {msd: {title: 'MSD w/o all!'}}]");
    assertThat(methods).extracting(Method::name).containsExactly("teacher", "tsl", "msd-w-o-all-");
    assertThat(methods).extracting(Method::key).containsExactly("teacher", "tsl", "msd");
    assertThat(methods).extracting(Method::perTarget).containsExactly(false, true, true);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "methods: [msdd] | 1: 'methods[0]' is 'msdd' (did you mean 'msd'?); expected one of direct, teacher, tsl, msd, lstm-direct",
        "methods: [[msd]] | 1: 'methods[0]' is a list; expected one of direct",
        "methods:;- msd:;    mdm: 1 | 3: unknown key 'methods[0].msd.mdm' (did you mean 'mmd'?)",
        "methods:;- msd: {mmd: {target: -1}} | 2: methods[0].msd.mmd.target is -1.0; allowed: a number of at least 0",
        "methods: [direct];student:;  bacth: 1 | 3: unknown key 'student.bacth' (did you mean 'batch'?)",
        "methods: [direct];student: 5 | 2: 'student' is '5'; expected a group of keys",
        "methods: [tsl];tsl: {epochs: 1} | 2: 'tsl' is no group of settings any more; write them below 'methods' as '- tsl: {student: {...}}'",
      })
  void aSlipIsNamedWithItsLine(String lines, String message) {
    assertThatThrownBy(() -> read(lines.replace(";", "\n")))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(folder.resolve("m.yaml") + ":" + message);
  }

  /** The message has the new spelling, which is read as the same ablation of Ma et al. */
  @ParameterizedTest
  @ValueSource(
      strings = {"msd-no-distillers", "msd-no-mmd-target", "msd-no-mmd-source", "msd-no-all"})
  void formerMethodsAreSettingsNow(String key) throws IOException {
    String message =
        org.assertj.core.api.Assertions.catchThrowable(() -> read("methods: [" + key + "]"))
            .getMessage();
    assertThat(message).contains(":1: '" + key + "' is no method any more but a setting of msd");
    String spelling = message.substring(message.indexOf("'- ") + 1, message.lastIndexOf('\''));
    Msd msd = (Msd) read("methods:\n" + spelling + "\n").get(0);
    boolean all = key.equals("msd-no-all");
    assertThat(msd.distillers()).isEqualTo(!all && !key.equals("msd-no-distillers"));
    assertThat(msd.mmd().source() == 0).isEqualTo(all || key.equals("msd-no-mmd-source"));
    assertThat(msd.mmd().target() == 0).isEqualTo(all || key.equals("msd-no-mmd-target"));
  }

  @Test
  void auxiliaryHeadsAreOnTheUpperTwoThirdsUnlessListed() {
    Auxiliary standard = new Auxiliary(List.of(), 0.1, 0.1);
    assertThat(standard.heads(12)).containsExactly(4, 5, 6, 7, 8, 9, 10, 11);
    assertThat(standard.heads(4)).containsExactly(2, 3);
    assertThat(standard.heads(2)).containsExactly(1);
    assertThat(standard.heads(1)).isEmpty();
    Auxiliary listed = new Auxiliary(List.of(1, 3), 0.1, 0.1);
    assertThat(listed.heads(4)).containsExactly(1, 3);
    assertThatThrownBy(() -> listed.heads(3)).hasMessageContaining("below the encoder's last");
  }

  @Test
  void everyTrainingHasASeedOfItsOwn() {
    Set<Long> seeds = new HashSet<>();
    int trainings = 0;
    for (String method : Methods.keys()) {
      for (String target : Arrays.asList("sr", "de", null)) {
        for (long seed = 1; seed <= 5; seed++, trainings++) {
          seeds.add(TrainingStages.seed(method, Optional.ofNullable(target), seed));
        }
      }
    }
    assertThat(seeds).hasSize(trainings);
  }
}

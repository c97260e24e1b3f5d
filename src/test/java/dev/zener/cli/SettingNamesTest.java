package dev.zener.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.problem.Setting;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

class SettingNamesTest {
  private static final CommandLine ZENER =
      Main.commandLine(
          new ZenerCommand(
              new Streams(
                  new ByteArrayInputStream(new byte[0]),
                  new ByteArrayOutputStream(),
                  new PrintStream(new ByteArrayOutputStream()),
                  false)),
          new PrintWriter(new StringWriter()));

  private static SettingNames of(String command) {
    return new SettingNames(ZENER.getSubcommands().get(command).getCommandSpec());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "evaluate | name it (`scheme`)            | name it (--scheme)",
        "evaluate | `scheme: io` or `repair: true` | --scheme io or --repair",
        "evaluate | `columns: [2, 3]`             | --columns 2,3",
        "evaluate | `format.labels`, `labels`     | --tag-names, --labels",
        "evaluate | `maxMemory`, `maxPieces`      | --max-memory, --max-pieces",
        "evaluate | `batch`                       | --batch-pieces",
        "evaluate | `encoderOnly: true`           | convert --encoder-only",
        "evaluate | `folder: DIR`                 | `folder: DIR`",
        "convert  | `encoderOnly: true`           | --encoder-only",
        "train    | `scheme: io`, `repair`        | `format.scheme: io`, `format.repair`",
        "train    | `columns: [2, 3]`, `format`   | `format.columns: [2, 3]`, `format.layout`",
        "train    | `format.labels`, `batch`      | `format.labels`, `batch`",
        "train    | `encoder.scratch:`            | --set encoder.scratch=",
        "train    | `folder: DIR`, `folder`       | --set folder=DIR, `folder`",
        "train    | `override: a.b=[1, $2]`: why  | --set a.b=[1, $2]: why",
        "train    | `output`, `resume: runs/a`    | --output, --resume runs/a",
        "info     | `scheme`, chosen by `casing`  | `scheme`, chosen by --casing",
        "tag      | a`b and `neither: x`        | a`b and `neither: x`",
      })
  void aCommandHasItsOwnWords(String command, String message, String expected) {
    assertThat(of(command).translate(message)).isEqualTo(expected);
  }

  /** A key with a slip would stay in messages as it is. */
  @ParameterizedTest
  @EnumSource(Setting.class)
  void someCommandHasAWordForEverySetting(Setting setting) {
    String value = setting.with("x");
    List<String> words =
        ZENER.getSubcommands().values().stream()
            .map(command -> new SettingNames(command.getCommandSpec()).translate(value))
            .toList();
    assertThat(words).anyMatch(word -> word.startsWith("--"));
  }

  @Test
  void keysAreFound() {
    assertThat(Arrays.stream(Setting.values()).map(s -> Setting.ofKey(s.key()).orElseThrow()))
        .containsExactly(Setting.values());
    assertThat(Setting.ofKey("Scheme")).isEmpty();
  }
}

package dev.zener.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.Libraries;
import dev.zener.testing.HfTiny;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "train",
        "convert",
        "evaluate",
        "score",
        "tag",
        "tokenize",
        "encode",
        "info",
        "bench"
      })
  void everyCommandHelpsWithExamples(String command) {
    Ran help = Ran.command(command, "--help");
    assertThat(help.code()).isZero();
    assertThat(help.out())
        .contains("Usage: zener " + command, "Examples:\n  ", "zener " + command + " ")
        .contains("Exit codes:");
    assertThat(help.err()).isEmpty();
  }

  @Test
  void theProgramListsItsCommandsAndVersion() {
    assertThat(Ran.command("--help").out()).contains("tokenize", "Examples:");
    assertThat(Ran.command("--version").out()).isEqualTo("zener " + Libraries.zener() + "\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tga",
        "tag m --offsets bytes",
        "tag m --device gpu",
        "tag m --precision half",
        "evaluate m g --precision float16",
        "encode m --output o --precision bf16",
        "info --precision double",
        "train c --precision fp32",
        "tag m --json --conll",
        "tag m --html",
        "tag m --html -",
        "tag m --max-pieces 2",
        "tag m --batch-pieces x",
        "tag m --no-such-option",
        "bench",
        "bench teacher",
        "bench tag --steps 0",
        "bench tag --warmup -1",
        "bench tag --batch x",
        "bench tag --max-pieces 2",
        "bench tag --hidden 10 --heads 3",
        "bench tag --model m --layers 2",
        "bench student --precision half",
        "score",
        "evaluate m g --scheme IOBES",
        "encode m",
        "convert m",
        "convert m n --dtype f64",
        "train",
        "train --resume d --set a=b",
        "train --resume d --output e"
      })
  void aWrongCommandLineIsTwo(String line) {
    Ran ran = Ran.command(line.isEmpty() ? new String[0] : line.split(" "));
    assertThat(ran.code()).as(ran.err()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("Usage: zener", "For details run: zener");
  }

  @Test
  void aWrongValueNamesWhatIsAllowed() {
    assertThat(Ran.command("tag", "m", "--offsets", "bytes").err())
        .contains("--offsets", "'bytes'", "code-points, utf16");
    assertThat(Ran.command("tag", "m", "--device", "gpu").err())
        .contains("'gpu'", "auto, reference, onednn, cuda");
    assertThat(Ran.command("tag", "m", "--precision", "half").err())
        .contains("'half'", "float32, tf32, bfloat16, auto");
    assertThat(Ran.command("tag", "m", "--offests", "utf16").err()).contains("--offsets");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tag no-such-model",
        "tag MODEL no-such-file",
        "tag MODEL src",
        "tag MODEL no-such-file --html target/never.html",
        "tag MODEL README.md --html src",
        "evaluate MODEL no-such-file",
        "score no-such-file",
        "tokenize no-such-vocabulary",
        "encode MODEL no-such-file --output target/never.safetensors",
        "convert no-such-model target/never",
        "bench tag --target no-such-file --layers 1 --hidden 2 --heads 1",
        "bench student --source no-such-file --layers 1 --hidden 2 --heads 1",
        "bench tag --vocab no-such-file",
        "bench tag --model no-such-model",
        "train no-such-config",
        "train --resume no-such-run",
        "train --resume no-such-run --precision auto"
      })
  void aFailureIsOneAndNamesItsCause(String line) {
    Ran ran = Ran.command(line.replace("MODEL", HfTiny.TAGGER.toString()).split(" "));
    assertThat(ran.code()).isOne();
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).containsAnyOf("no-such", "src: is a directory");
    assertThat(ran.err().lines()).as("no stack trace").hasSize(1);
  }

  @Test
  void debugShowsWhereItFailed() {
    Ran ran = Ran.command("score", "no-such-file", "--debug");
    assertThat(ran.code()).isOne();
    assertThat(ran.err()).contains("no-such-file: no such file", "\tat dev.zener.cli.");
  }

  @Test
  void anArgumentIsNeverAFileOfArguments() {
    assertThat(Ran.command("score", "@no-such-file").err()).contains("@no-such-file");
  }

  @Test
  void aReaderThatGoesAwayIsNoFailure() {
    assertThat(codeWhereOutputFails("Broken pipe", "--help")).isZero();
    assertThat(
            codeWhereOutputFails("Broken pipe", "tokenize", HfTiny.TAGGER.toString(), "README.md"))
        .isZero();
  }

  @Test
  void anOutputThatCannotBeWrittenIsAFailure() {
    assertThat(codeWhereOutputFails("No space left on device", "--help")).isOne();
  }

  private static int codeWhereOutputFails(String message, String... arguments) {
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException(message);
          }
        };
    PrintStream err =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    return Main.run(arguments, InputStream.nullInputStream(), out, err);
  }
}

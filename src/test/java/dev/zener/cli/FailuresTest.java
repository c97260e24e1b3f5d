package dev.zener.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.problem.InputException;
import dev.zener.problem.Setting;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class FailuresTest {
  private static String reported(Throwable failure) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
    Streams streams =
        new Streams(InputStream.nullInputStream(), new ByteArrayOutputStream(), errors, false);
    ZenerCommand zener = new ZenerCommand(streams);
    Main.commandLine(zener, new PrintWriter(errors)).parseArgs("convert", "a", "b");
    assertThat(Failures.code(failure, zener)).isOne();
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void whatAUserCanMendHasNoNameOfAClass() {
    assertThat(reported(new InputException("a.tsv:3: no tag")))
        .isEqualTo("zener: a.tsv:3: no tag\n");
    assertThat(reported(new OutOfMemoryError("Java heap space")))
        .isEqualTo("zener: not enough memory: Java heap space\n");
    assertThat(reported(new UncheckedIOException(new NoSuchFileException("a.tsv"))))
        .isEqualTo("zener: a.tsv: no such file\n");
  }

  @Test
  void settingsHaveTheWordsOfTheCommandThatRuns() {
    assertThat(reported(new InputException("a: use " + Setting.ENCODER_ONLY.with("true"))))
        .isEqualTo("zener: a: use --encoder-only\n");
    assertThat(reported(new OutOfMemoryError("smaller " + Setting.BATCH)))
        .isEqualTo("zener: not enough memory: smaller `batch`\n");
  }

  @Test
  void aMistakeOfTheProgramNamesItself() {
    assertThat(reported(new IllegalStateException("x")))
        .isEqualTo("zener: IllegalStateException: x\n");
  }
}

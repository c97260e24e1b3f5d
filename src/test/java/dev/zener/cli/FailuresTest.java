package dev.zener.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.problem.InputException;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
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
    assertThat(Failures.code(failure, new ZenerCommand(streams))).isOne();
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
  void aMistakeOfTheProgramNamesItself() {
    assertThat(reported(new IllegalStateException("x")))
        .isEqualTo("zener: IllegalStateException: x\n");
  }
}

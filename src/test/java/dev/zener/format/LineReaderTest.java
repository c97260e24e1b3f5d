package dev.zener.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.data.Source;
import dev.zener.problem.InputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineReaderTest {
  private static List<String> lines(byte[] bytes, Charset charset) throws IOException {
    LineReader reader = new LineReader(new ByteArrayInputStream(bytes), "f", charset);
    List<String> lines = new ArrayList<>();
    for (String line = reader.next(); line != null; line = reader.next()) {
      lines.add(line);
      assertThat(reader.source()).isEqualTo(new Source("f", lines.size()));
    }
    return lines;
  }

  private static List<String> lines(String text) throws IOException {
    return lines(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  @Test
  void lineFeedAloneEndsALine() throws IOException {
    assertThat(lines("a\u2028b\u0085c\rd\fe\n\nf\r\n\r\ng"))
        .containsExactly("a\u2028b\u0085c\rd\fe", "", "f", "", "g");
  }

  @Test
  void aLastLineFeedAddsNoLine() throws IOException {
    assertThat(lines("a\n")).containsExactly("a");
    assertThat(lines("\n")).containsExactly("");
    assertThat(lines("")).isEmpty();
  }

  @Test
  void theByteOrderMarkIsDroppedAtTheStartOnly() throws IOException {
    assertThat(lines("\uFEFFa\n\uFEFFb")).containsExactly("a", "\uFEFFb");
    assertThat(lines("\uFEFF")).containsExactly("");
  }

  @Test
  void longLinesCrossTheBuffer() throws IOException {
    String wide = "\uD83D\uDE00é".repeat(40_000);
    assertThat(lines(wide + "\n" + "x".repeat(65_535) + "\n" + wide))
        .containsExactly(wide, "x".repeat(65_535), wide);
  }

  @Test
  void latin1IsNamedWhereUtf8Fails() throws IOException {
    byte[] bytes = "eins\nBär B-PER\n".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> lines(bytes, StandardCharsets.UTF_8))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("f:2: byte 0xE4 at position 2")
        .hasMessageContaining("ISO-8859-1");
    assertThat(lines(bytes, StandardCharsets.ISO_8859_1)).containsExactly("eins", "Bär B-PER");
  }

  @Test
  void aLineCutInsideACharacterIsAnError() {
    assertThatThrownBy(() -> lines(new byte[] {'a', (byte) 0xC3}, StandardCharsets.UTF_8))
        .hasMessageStartingWith("f:1: byte 0xC3 at position 2");
  }

  @Test
  void aFileWithoutLineEndsIsAnErrorBeforeItFillsTheMemory() throws IOException {
    InputStream endless =
        new SequenceInputStream(
            new ByteArrayInputStream("a\n".getBytes(StandardCharsets.US_ASCII)),
            new InputStream() {
              @Override
              public int read() {
                return 'a';
              }

              @Override
              public int read(byte[] bytes, int from, int length) {
                Arrays.fill(bytes, from, from + length, (byte) 'a');
                return length;
              }
            });
    LineReader lines = new LineReader(endless, "f", StandardCharsets.UTF_8);
    assertThat(lines.next()).isEqualTo("a");
    assertThatThrownBy(lines::next)
        .isInstanceOf(InputException.class)
        .hasMessage(
            "f:2: a line of more than 64 MiB; split it, with one sentence or one word per line");
  }

  @Test
  void wideCharsetsAreRefused() {
    assertThatThrownBy(() -> lines(new byte[0], StandardCharsets.UTF_16LE))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("UTF-8");
  }
}

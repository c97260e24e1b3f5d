package dev.zener.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.data.LabelledSentence;
import dev.zener.problem.InputException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packed text and text in other charsets. */
class TextSourceTest {
  private static final String TEXT = "Žana\tB-PER\n\uD83D\uDE00\tO\n\n".repeat(20_000);
  private static final List<String> WORDS = List.of("Žana", "\uD83D\uDE00");

  @TempDir Path folder;

  private static byte[] packed(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private static byte[] marked(Charset charset) {
    return ("\uFEFF" + TEXT).getBytes(charset);
  }

  /** Reads a file, and the same bytes as a stream. */
  private List<LabelledSentence> read(byte[] bytes, String name) throws IOException {
    LabelledReader reader = new LabelledReader(ReadOptions.DEFAULTS, Texts.SPLITTER);
    Path file = Files.write(folder.resolve(name), bytes);
    List<LabelledSentence> sentences = reader.read(file).sentences();
    InputStream stream = new ByteArrayInputStream(bytes);
    assertThat(reader.read(stream, name).sentences())
        .extracting(LabelledSentence::words)
        .isEqualTo(sentences.stream().map(LabelledSentence::words).toList());
    return sentences;
  }

  @Test
  void gzipAndUtf16AreFoundByTheirFirstBytes() throws IOException {
    for (byte[] bytes :
        List.of(
            packed(TEXT.getBytes(StandardCharsets.UTF_8)),
            marked(StandardCharsets.UTF_16LE),
            marked(StandardCharsets.UTF_16BE),
            packed(marked(StandardCharsets.UTF_16LE)))) {
      List<LabelledSentence> sentences = read(bytes, "f.tsv.gz");
      assertThat(sentences).hasSize(20_000);
      assertThat(sentences.get(19_999).words()).isEqualTo(WORDS);
      assertThat(sentences.get(19_999).source().line()).isEqualTo(59_998);
    }
  }

  @Test
  void theExtensionIsTheOneBeforeGz() throws IOException {
    byte[] json = packed("{\"text\":\"a\"}\n".getBytes(StandardCharsets.UTF_8));
    TextSource source = TextSource.of(new ByteArrayInputStream(json), "a.jsonl.gz");
    assertThat(Format.of(source)).contains(Format.JSONL);
  }

  @Test
  void damagedFilesAreErrors() throws IOException {
    byte[] whole = packed(TEXT.getBytes(StandardCharsets.UTF_8));
    byte[] cut = Arrays.copyOf(whole, whole.length / 2);
    assertThatThrownBy(() -> read(cut, "f.gz"))
        .isInstanceOf(InputException.class)
        .hasMessageEndingWith(
            "f.gz: the gzip file is damaged or incomplete; pack it again, or unpack it");
    byte[] half = {(byte) 0xFF, (byte) 0xFE, 0x00, (byte) 0xD8, 'a', 0};
    assertThatThrownBy(() -> read(half, "f"))
        .isInstanceOf(InputException.class)
        .hasMessageEndingWith("f: the text is not valid UTF-16; convert it to UTF-8");
    byte[] wide = {(byte) 0xFF, (byte) 0xFE, 0, 0, 'a', 0, 0, 0};
    assertThatThrownBy(() -> read(wide, "f")).hasMessageContaining("UTF-32");
  }

  @Test
  void bytesThatNoReaderOfLinesUnderstandsAreErrors() {
    assertThatThrownBy(() -> read("Ana\tO\n".getBytes(StandardCharsets.UTF_16LE), "f"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("f: has many NUL characters, so it is binary, or UTF-16 without");
    assertThatThrownBy(() -> read("Ana\tO\rEva\tB-PER\r".getBytes(StandardCharsets.UTF_8), "f"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("f: its lines end with CR alone");
  }

  @Test
  void anEmptyTextHasNoSentences() throws IOException {
    assertThat(read(new byte[0], "f.tsv")).isEmpty();
  }
}

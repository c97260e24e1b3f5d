package dev.zener.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.problem.InputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

class ZipDirectoryTest {
  private static byte[] zip(Charset names, String comment, String... entries) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out, names)) {
      for (String name : entries) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(name.getBytes(StandardCharsets.UTF_8));
      }
      zip.setComment(comment);
    }
    return out.toByteArray();
  }

  private static ZipDirectory parse(byte[] zip) {
    return ZipDirectory.parse(Bytes.of(ByteBuffer.wrap(zip)));
  }

  @Test
  void aCommentMayLookLikeADirectory() throws IOException {
    byte[] zip = zip(StandardCharsets.UTF_8, "PK\5\6" + "x".repeat(40), "a", "b");
    assertThat(parse(zip).entries()).containsOnlyKeys("a", "b");
  }

  @Test
  void namesOfOlderProgramsAreReadSomehow() throws IOException {
    byte[] zip = zip(StandardCharsets.ISO_8859_1, "", "Übersicht.txt", "model.bin");
    assertThat(parse(zip).entries()).containsOnlyKeys("Übersicht.txt", "model.bin");
    assertThat(parse(zip(StandardCharsets.UTF_8, "", "Übersicht.txt")).entries())
        .containsOnlyKeys("Übersicht.txt");
  }

  @Test
  void whatCannotBeUnpackedIsToldWhenItIsOpened() throws IOException {
    byte[] zip = zip(StandardCharsets.UTF_8, "", "a");
    int record = new String(zip, StandardCharsets.ISO_8859_1).indexOf("PK\1\2");
    byte[] packed = zip.clone();
    packed[record + 10] = 93;
    byte[] encrypted = zip.clone();
    encrypted[record + 8] |= 1;
    assertThatThrownBy(() -> open(packed))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "x.zip!/a: is compressed by method 93; allowed: stored and deflated; pack the archive"
                + " again");
    assertThatThrownBy(() -> open(encrypted)).hasMessageContaining("is encrypted; allowed");
    assertThat(open(zip).view(0, 1).get(0)).isEqualTo((byte) 'a');
  }

  private static Bytes open(byte[] zip) {
    return parse(zip).entries().get("a").open("x.zip!/a", () -> Bytes.of(ByteBuffer.wrap(zip)));
  }
}

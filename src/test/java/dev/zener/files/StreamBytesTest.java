package dev.zener.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.problem.InputException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** Tests a stream that is read like a file, with a MiB kept at either end. */
class StreamBytesTest {
  private static final int SIZE = 3_500_000;
  private static final byte[] CONTENT = content();

  private int opened;

  private static byte[] content() {
    byte[] content = new byte[SIZE];
    new Random(3).nextBytes(content);
    return content;
  }

  private StreamBytes bytes(long size) {
    return new StreamBytes(
        "the stream",
        size,
        () -> {
          opened++;
          return new ByteArrayInputStream(CONTENT);
        });
  }

  private static byte[] read(Bytes bytes, int from, int length) {
    byte[] part = new byte[length];
    bytes.read(from, ByteBuffer.wrap(part));
    assertThat(part).isEqualTo(Arrays.copyOfRange(CONTENT, from, from + length));
    return part;
  }

  @Test
  void everyPlaceIsRight() {
    StreamBytes bytes = bytes(SIZE);
    Random random = new Random(4);
    for (int i = 0; i < 200; i++) {
      int from = random.nextInt(SIZE);
      read(bytes, from, random.nextInt(Math.min(100_000, SIZE - from) + 1));
    }
    ByteBuffer view = bytes.view(1_000_000, 200_000);
    byte[] seen = new byte[view.remaining()];
    view.get(seen);
    assertThat(seen).isEqualTo(Arrays.copyOfRange(CONTENT, 1_000_000, 1_200_000));
  }

  /** Reads as from an archive within an archive: the directory, small files, the weights. */
  @Test
  void itIsGoneThroughTwiceAtMost() {
    StreamBytes bytes = bytes(SIZE);
    read(bytes, SIZE - 22, 22);
    read(bytes, SIZE - 70_000, 60_000);
    read(bytes, 0, 30);
    read(bytes, 900_000, 100_000);
    assertThat(opened).isEqualTo(1);
    for (int from = 1_100_000; from < 3_400_000; from += 100_000) {
      read(bytes, from, 100_000);
    }
    assertThat(opened).isEqualTo(2);
    bytes.close();
    read(bytes, 5, 10);
    read(bytes, SIZE - 10, 10);
    assertThat(opened).as("what was kept stays").isEqualTo(2);
    read(bytes, 1_500_000, 1);
    assertThat(opened).isEqualTo(3);
  }

  @Test
  void aSizeThatLiesIsTold() {
    assertThatThrownBy(() -> bytes(SIZE + 1L).view(SIZE - 5, 6))
        .isInstanceOf(InputException.class)
        .hasMessage("the stream: ends at byte 3500000, but 3500001 are declared; fetch it again");
    assertThatThrownBy(() -> bytes(SIZE - 1).view(SIZE - 6, 5))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("is longer than the 3499999 bytes declared");
    assertThatThrownBy(() -> bytes(1L << 50).view(1L << 49, Bytes.LONGEST_VIEW))
        .hasMessageContaining("ends at byte 3500000");
    assertThatThrownBy(() -> bytes(10).view(5, 6)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void itsChecksumIsComparedAtItsEnd() {
    CRC32 sum = new CRC32();
    sum.update(CONTENT);
    StreamBytes.Opener opener = () -> new ByteArrayInputStream(CONTENT);
    read(new StreamBytes("a", SIZE, (int) sum.getValue(), opener), SIZE - 10, 10);
    StreamBytes damaged = new StreamBytes("x.zip!/a", SIZE, (int) sum.getValue() + 1, opener);
    read(damaged, 0, 100);
    for (int again = 0; again < 2; again++) {
      assertThatThrownBy(() -> damaged.view(SIZE - 1, 1))
          .isInstanceOf(InputException.class)
          .hasMessageMatching(
              "x.zip!/a: damaged: its CRC-32 is \\p{XDigit}{8}, but the archive declares .*");
    }
  }

  @Test
  void aDamagedStreamIsTold() {
    StreamBytes cut =
        new StreamBytes(
            "x.zip!/a",
            100,
            () ->
                new InputStream() {
                  @Override
                  public int read() throws EOFException {
                    throw new EOFException("Unexpected end of ZLIB input stream");
                  }
                });
    assertThatThrownBy(() -> cut.view(0, 1))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("x.zip!/a: damaged at byte 0", "fetch it again");
  }
}

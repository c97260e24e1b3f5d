package dev.zener.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappedBytesTest {
  @TempDir Path folder;

  @Test
  void viewsAcrossTheEdgesOfParts() throws IOException {
    byte[] content = new byte[1000];
    new Random(1).nextBytes(content);
    Path file = Files.write(folder.resolve("f"), content);
    Bytes bytes = MappedBytes.map(file, 64, 16);
    assertThat(bytes.size()).isEqualTo(1000);
    for (int offset = 0; offset <= 1000; offset++) {
      for (int length = 0; length <= Math.min(16, 1000 - offset); length++) {
        byte[] seen = new byte[length];
        bytes.view(offset, length).get(seen);
        assertThat(seen).isEqualTo(java.util.Arrays.copyOfRange(content, offset, offset + length));
      }
    }
    assertThatThrownBy(() -> bytes.view(0, 17)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> bytes.view(999, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(Bytes.map(Files.createFile(folder.resolve("empty"))).size()).isZero();
  }

  /** Large reads use the channel, because mapped pages would count as memory of this process. */
  @Test
  void elementsAreReadWithoutTheMapping() throws IOException {
    Path file = Files.write(folder.resolve("f"), new byte[100]);
    Bytes bytes = Bytes.map(file);
    ByteBuffer target = ByteBuffer.allocate(10);
    bytes.read(90, target);
    assertThat(target.hasRemaining()).isFalse();
    assertThatThrownBy(() -> bytes.read(91, target.clear()))
        .isInstanceOf(IndexOutOfBoundsException.class);
    bytes.close();
    assertThat(bytes.view(0, 10).get(0)).as("the mapping stays").isZero();
    assertThatThrownBy(() -> bytes.read(0, target.clear()))
        .hasCauseInstanceOf(ClosedChannelException.class);
  }
}

package dev.zener.pipeline;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/** The size of a file in bytes and its CRC-32C. */
record FileSum(long bytes, long crc32c) {
  private static final int CHUNK = 1 << 20;

  static FileSum of(Path file) throws IOException {
    CRC32C sum = new CRC32C();
    long bytes = 0;
    ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      while (channel.read(chunk) >= 0) {
        chunk.flip();
        bytes += chunk.remaining();
        sum.update(chunk);
        chunk.clear();
      }
    }
    return new FileSum(bytes, sum.getValue());
  }
}

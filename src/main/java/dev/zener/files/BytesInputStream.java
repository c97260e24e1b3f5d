package dev.zener.files;

import java.io.InputStream;
import java.nio.ByteBuffer;

/** Reads a range of bytes from its start to its end. Closing it closes the bytes. */
final class BytesInputStream extends InputStream {
  private final Bytes bytes;
  private long position;

  BytesInputStream(Bytes bytes) {
    this.bytes = bytes;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] target, int from, int length) {
    int count = (int) Math.min(length, bytes.size() - position);
    if (count == 0 && length > 0) {
      return -1;
    }
    bytes.read(position, ByteBuffer.wrap(target, from, count));
    position += count;
    return count;
  }

  @Override
  public void close() {
    bytes.close();
  }
}

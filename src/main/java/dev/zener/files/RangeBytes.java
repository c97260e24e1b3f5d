package dev.zener.files;

import java.nio.ByteBuffer;
import java.util.Objects;

/** A part of other bytes. Closing it closes the other bytes. */
record RangeBytes(Bytes whole, long from, long size) implements Bytes {
  @Override
  public ByteBuffer view(long offset, int length) {
    Objects.checkFromIndexSize(offset, length, size);
    return whole.view(from + offset, length);
  }

  @Override
  public void read(long offset, ByteBuffer target) {
    Objects.checkFromIndexSize(offset, target.remaining(), size);
    whole.read(from + offset, target);
  }

  @Override
  public void copy(long offset, int width, ByteBuffer target) {
    Objects.checkFromIndexSize(offset, width, size);
    whole.copy(from + offset, width, target);
  }

  @Override
  public boolean direct() {
    return whole.direct();
  }

  @Override
  public void close() {
    whole.close();
  }
}

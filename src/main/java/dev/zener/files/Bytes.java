package dev.zener.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;

/** A read-only range of bytes of any size, little-endian. */
public interface Bytes extends Closeable {
  /** No view is longer. */
  int LONGEST_VIEW = 1 << 26;

  /** Maps a file; the mapping lives as long as the object. */
  static Bytes map(Path file) throws IOException {
    return MappedBytes.map(file);
  }

  /** The remaining bytes of a buffer, not copied. */
  static Bytes of(ByteBuffer buffer) {
    return MappedBytes.of(buffer);
  }

  long size();

  /**
   * {@code length} bytes from {@code offset} on, little-endian, with positions of its own.
   *
   * @param length at most {@link #LONGEST_VIEW}
   * @throws IndexOutOfBoundsException if the range has no such bytes
   */
  ByteBuffer view(long offset, int length);

  /**
   * Fills the target with the bytes from {@code offset} on.
   *
   * @throws java.io.UncheckedIOException if they cannot be read, or the file has been cut short
   *     meanwhile
   */
  void read(long offset, ByteBuffer target);

  /** Copies one element of {@code width} bytes (1, 2, 4 or 8) to the little-endian target. */
  default void copy(long offset, int width, ByteBuffer target) {
    target.put(view(offset, width));
  }

  /**
   * Whether every place is reached at once. Where not, the bytes are those of a compressed stream:
   * reading forward is fast, and reading backward begins anew at the start.
   */
  boolean direct();

  /** A part of these bytes, which lives as long as they do. */
  default Bytes range(long offset, long size) {
    Objects.checkFromIndexSize(offset, size, size());
    return new RangeBytes(this, offset, size);
  }

  @Override
  void close();
}

package dev.zener.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;

/** A read-only range of bytes of any size, little-endian. */
public interface Bytes extends Closeable {
  /** The maximum length of a view in bytes. */
  int LONGEST_VIEW = 1 << 26;

  /** Maps a file into memory; the mapping lives as long as the object. */
  static Bytes map(Path file) throws IOException {
    return MappedBytes.map(file);
  }

  /** The remaining bytes of a buffer, which are not copied. */
  static Bytes of(ByteBuffer buffer) {
    return MappedBytes.of(buffer);
  }

  long size();

  /**
   * A little-endian view of {@code length} bytes from {@code offset} on, with its own position.
   *
   * @param length at most {@link #LONGEST_VIEW}
   * @throws IndexOutOfBoundsException if the bytes are not within the range
   */
  ByteBuffer view(long offset, int length);

  /**
   * Fills the remaining space of the target with the bytes from {@code offset} on.
   *
   * @throws java.io.UncheckedIOException if they cannot be read, or the file has been truncated
   *     since it was opened
   */
  void read(long offset, ByteBuffer target);

  /** Copies one element of {@code width} bytes (1, 2, 4 or 8) to the little-endian target. */
  default void copy(long offset, int width, ByteBuffer target) {
    target.put(view(offset, width));
  }

  /**
   * Whether random access is fast. If not, the bytes come from a compressed stream: reading forward
   * is fast, and reading backward starts from the beginning again.
   */
  boolean direct();

  /** A part of these bytes. Closing the part closes all of them. */
  default Bytes range(long offset, long size) {
    Objects.checkFromIndexSize(offset, size, size());
    return new RangeBytes(this, offset, size);
  }

  @Override
  void close();
}

package dev.zener.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A read-only range of bytes of any size, little-endian. A Java buffer ends at 2 GiB, so a file is
 * mapped in parts that overlap: a view not longer than the overlap always lies within one part,
 * wherever it begins.
 */
final class Bytes {
  private static final long PART = 1L << 30;
  private static final int OVERLAP = 1 << 26;

  private final List<ByteBuffer> parts;
  private final long size;
  private final long part;
  private final int overlap;

  private Bytes(List<ByteBuffer> parts, long size, long part, int overlap) {
    this.parts = parts;
    this.size = size;
    this.part = part;
    this.overlap = overlap;
  }

  /** Maps a file; the channel is closed, the mapping lives as long as this object. */
  static Bytes map(Path file) throws IOException {
    return map(file, PART, OVERLAP);
  }

  static Bytes map(Path file, long part, int overlap) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      List<ByteBuffer> parts = new ArrayList<>();
      for (long start = 0; start < size; start += part) {
        long length = Math.min(size - start, part + overlap);
        parts.add(littleEndian(channel.map(FileChannel.MapMode.READ_ONLY, start, length)));
      }
      return new Bytes(parts, size, part, overlap);
    }
  }

  /** The remaining bytes of a buffer, not copied. */
  static Bytes of(ByteBuffer buffer) {
    int size = buffer.remaining();
    return new Bytes(List.of(littleEndian(buffer.slice())), size, size + 1L, size);
  }

  private static ByteBuffer littleEndian(ByteBuffer buffer) {
    return buffer.order(ByteOrder.LITTLE_ENDIAN);
  }

  long size() {
    return size;
  }

  /** The longest view there is, in bytes. */
  int longestView() {
    return overlap;
  }

  /**
   * {@code length} bytes from {@code offset} on, little-endian, with positions of its own.
   *
   * @param length at most {@link #longestView}
   */
  ByteBuffer view(long offset, int length) {
    Objects.checkFromIndexSize(offset, length, size);
    if (length > overlap) {
      throw new IllegalArgumentException("a view of " + length + " bytes, at most " + overlap);
    }
    if (length == 0) {
      return littleEndian(ByteBuffer.allocate(0));
    }
    ByteBuffer holder = parts.get((int) (offset / part));
    return littleEndian(holder.slice((int) (offset % part), length));
  }

  /** Copies one element of {@code width} bytes (1, 2, 4 or 8) to the little-endian target. */
  void copy(long offset, int width, ByteBuffer target) {
    ByteBuffer holder = parts.get((int) (offset / part));
    int at = (int) (offset % part);
    switch (width) {
      case Long.BYTES -> target.putLong(holder.getLong(at));
      case Integer.BYTES -> target.putInt(holder.getInt(at));
      case Short.BYTES -> target.putShort(holder.getShort(at));
      default -> target.put(holder.get(at));
    }
  }
}

package dev.zener.files;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The bytes of a file or of a buffer. A Java buffer is limited to 2 GiB, so a file is mapped in
 * overlapping parts; a view that is not longer than the overlap is always within one part. Mapped
 * pages that are accessed through a view count as resident memory until Java unmaps the file, which
 * can be long after it was closed. Therefore {@link #read} should be used for large amounts.
 */
final class MappedBytes implements Bytes {
  private static final long PART = 1L << 30;
  private static final int OVERLAP = LONGEST_VIEW;

  private final List<ByteBuffer> parts;
  private final long size;
  private final long part;
  private final int overlap;
  private final Optional<FileChannel> file;

  private MappedBytes(
      List<ByteBuffer> parts, long size, long part, int overlap, Optional<FileChannel> file) {
    this.parts = parts;
    this.size = size;
    this.part = part;
    this.overlap = overlap;
    this.file = file;
  }

  static MappedBytes map(Path file) throws IOException {
    return map(file, PART, OVERLAP);
  }

  static MappedBytes map(Path file, long part, int overlap) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      long size = channel.size();
      List<ByteBuffer> parts = new ArrayList<>();
      for (long start = 0; start < size; start += part) {
        long length = Math.min(size - start, part + overlap);
        parts.add(littleEndian(channel.map(FileChannel.MapMode.READ_ONLY, start, length)));
      }
      return new MappedBytes(parts, size, part, overlap, Optional.of(channel));
    } catch (IOException | RuntimeException | Error e) {
      channel.close();
      throw e;
    }
  }

  static MappedBytes of(ByteBuffer buffer) {
    int size = buffer.remaining();
    return new MappedBytes(
        List.of(littleEndian(buffer.slice())), size, size + 1L, size, Optional.empty());
  }

  private static ByteBuffer littleEndian(ByteBuffer buffer) {
    return buffer.order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public ByteBuffer view(long offset, int length) {
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

  @Override
  public void copy(long offset, int width, ByteBuffer target) {
    ByteBuffer holder = parts.get((int) (offset / part));
    int at = (int) (offset % part);
    switch (width) {
      case Long.BYTES -> target.putLong(holder.getLong(at));
      case Integer.BYTES -> target.putInt(holder.getInt(at));
      case Short.BYTES -> target.putShort(holder.getShort(at));
      default -> target.put(holder.get(at));
    }
  }

  @Override
  public void read(long offset, ByteBuffer target) {
    Objects.checkFromIndexSize(offset, target.remaining(), size);
    if (file.isEmpty()) {
      target.put(parts.get(0).slice((int) offset, target.remaining()));
      return;
    }
    try {
      for (long at = offset; target.hasRemaining(); ) {
        int read = file.get().read(target, at);
        if (read < 0) {
          throw new EOFException("the file ends at byte " + at + ", it had " + size + " before");
        }
        at += read;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean direct() {
    return true;
  }

  @Override
  public void close() {
    try {
      if (file.isPresent()) {
        file.get().close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

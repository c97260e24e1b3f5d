package dev.zener.files;

import dev.zener.problem.InputException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.zip.CRC32;
import java.util.zip.ZipException;

/**
 * The bytes of a stream that can be reopened. Reading goes forward; to go back, the stream is
 * opened again. The first and the last MiB are cached once they have been read, since most formats
 * have their directories there. {@link #close} closes the stream but keeps the cache, and a later
 * read opens the stream again. Thread-safe; only one thread reads at a time.
 */
final class StreamBytes implements Bytes {
  /** Opens the stream at its start. */
  @FunctionalInterface
  interface Opener {
    InputStream open() throws IOException;
  }

  /** The size in bytes above which a stream is unpacked by its own thread. */
  private static final long LARGE = 1L << 24;

  /** The number of bytes cached at each end. */
  private static final int KEPT = 1 << 20;

  /** The initial size of a view's array, which grows as bytes are read, in case a size is false. */
  private static final int PIECE = 1 << 16;

  private final String name;
  private final long size;
  private final Opener opener;
  private final OptionalLong checksum;
  private final CRC32 sum = new CRC32();
  private byte[] room;
  private byte[] head = new byte[0];
  private byte[] tail = new byte[0];
  private InputStream stream;
  private long position;

  /** The number of bytes of the tail that have been read, from its start. */
  private int tailRead;

  /**
   * Creates a range without a checksum.
   *
   * @param name the name of the stream, for messages
   * @param size the declared size in bytes; it is an error if the actual size differs
   */
  StreamBytes(String name, long size, Opener opener) {
    this(name, size, OptionalLong.empty(), opener);
  }

  /**
   * Creates a range with a checksum.
   *
   * @param checksum the CRC-32 of the whole stream, which is checked when its end is read
   */
  StreamBytes(String name, long size, int checksum, Opener opener) {
    this(name, size, OptionalLong.of(Integer.toUnsignedLong(checksum)), opener);
  }

  private StreamBytes(String name, long size, OptionalLong checksum, Opener opener) {
    this.name = name;
    this.size = size;
    this.checksum = checksum;
    this.opener = opener;
  }

  static InputException damaged(String name, CRC32 sum, int expected) {
    return new InputException(
        "%s: damaged: its CRC-32 is %08x, but the archive declares %08x; fetch the archive again"
            .formatted(name, sum.getValue(), expected));
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public boolean direct() {
    return false;
  }

  @Override
  public ByteBuffer view(long offset, int length) {
    Objects.checkFromIndexSize(offset, length, size);
    if (length > LONGEST_VIEW) {
      throw new IllegalArgumentException("a view of " + length + " bytes, at most " + LONGEST_VIEW);
    }
    byte[] bytes = new byte[Math.min(length, PIECE)];
    for (int done = 0; done < length; ) {
      if (done == bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(length, 2L * done));
      }
      int count = Math.min(bytes.length, length) - done;
      read(offset + done, ByteBuffer.wrap(bytes, done, count));
      done += count;
    }
    return ByteBuffer.wrap(bytes, 0, length).slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public synchronized void read(long offset, ByteBuffer target) {
    Objects.checkFromIndexSize(offset, target.remaining(), size);
    int length = target.remaining();
    if (offset + length <= head.length) {
      target.put(head, (int) offset, length);
    } else if (offset >= tailStart() && offset + length <= tailStart() + tailRead) {
      target.put(tail, (int) (offset - tailStart()), length);
    } else {
      stream(offset, target);
    }
  }

  private long tailStart() {
    return Math.max(0, size - KEPT);
  }

  private void stream(long offset, ByteBuffer target) {
    try {
      if (stream == null || offset < position) {
        close();
        room = new byte[PIECE];
        stream = size > LARGE ? new ReadAhead(opener.open()) : opener.open();
        position = 0;
        sum.reset();
      }
      while (position < offset) {
        take((int) Math.min(room.length, offset - position));
      }
      while (target.hasRemaining()) {
        int count = take(Math.min(room.length, target.remaining()));
        target.put(room, 0, count);
      }
    } catch (InputException e) {
      forget();
      throw e;
    } catch (ZipException | EOFException e) {
      forget();
      throw new InputException(
          name + ": damaged at byte " + position + ": " + e.getMessage() + "; fetch it again", e);
    } catch (IOException e) {
      close();
      throw new UncheckedIOException(name + " cannot be read", e);
    }
  }

  /** Clears the cache and closes the stream, since bytes of a damaged stream must not be used. */
  private void forget() {
    head = new byte[0];
    tail = new byte[0];
    tailRead = 0;
    close();
  }

  /** Reads the next bytes, at least one, into {@code room} and returns their number. */
  private int take(int most) throws IOException {
    int count = stream.read(room, 0, most);
    if (count < 0) {
      throw new InputException(
          "%s: ends at byte %d, but %d are declared; fetch it again"
              .formatted(name, position, size));
    }
    if (count > size - position || position + count == size && stream.read() >= 0) {
      throw new InputException(
          "%s: is longer than the %d bytes declared; fetch it again".formatted(name, size));
    }
    keep(count);
    position += count;
    sum.update(room, 0, count);
    if (position == size && checksum.isPresent() && checksum.getAsLong() != sum.getValue()) {
      throw damaged(name, sum, (int) checksum.getAsLong());
    }
    return count;
  }

  /** Caches those bytes in {@code room} that belong to the first or the last MiB. */
  private void keep(int count) {
    if (position == head.length && head.length < KEPT) {
      int kept = Math.min(count, KEPT - head.length);
      byte[] longer = Arrays.copyOf(head, head.length + kept);
      System.arraycopy(room, 0, longer, head.length, kept);
      head = longer;
    }
    long start = tailStart();
    long next = start + tailRead;
    if (position <= next && position + count > next) {
      int ahead = (int) (next - position);
      int more = (int) Math.min(count - ahead, size - next);
      if (tail.length < tailRead + more) {
        tail = Arrays.copyOf(tail, (int) Math.min(KEPT, 2L * (tailRead + more)));
      }
      System.arraycopy(room, ahead, tail, tailRead, more);
      tailRead += more;
    }
  }

  @Override
  public synchronized void close() {
    try {
      if (stream != null) {
        InputStream open = stream;
        stream = null;
        room = null;
        open.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be closed", e);
    }
  }
}

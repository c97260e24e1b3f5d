package dev.zener.files;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * A stream that is read ahead by its own thread, so that unpacking and processing of the bytes run
 * in parallel. Closing it ends the thread. Not thread-safe.
 */
final class ReadAhead extends InputStream {
  private static final int PIECE = 1 << 18;
  private static final int PIECES = 4;

  /**
   * A message from the thread: bytes, the end of the stream, or a failure.
   *
   * @param length the number of bytes; -1 at the end or after a failure
   */
  private record Piece(byte[] bytes, int length, Throwable failure) {}

  private final InputStream source;
  private final BlockingQueue<Piece> full = new ArrayBlockingQueue<>(PIECES + 1);
  private final BlockingQueue<byte[]> empty = new ArrayBlockingQueue<>(PIECES);
  private final Thread reader = new Thread(this::readAll, "zener-unpack");
  private Piece piece = new Piece(new byte[0], 0, null);
  private int taken;

  ReadAhead(InputStream source) {
    this.source = source;
    for (int i = 0; i < PIECES; i++) {
      empty.add(new byte[PIECE]);
    }
    reader.setDaemon(true);
    reader.start();
  }

  private void readAll() {
    try {
      int length = 0;
      while (length >= 0) {
        byte[] bytes = empty.take();
        length = source.readNBytes(bytes, 0, bytes.length);
        length = length == 0 ? -1 : length;
        full.put(new Piece(bytes, length, null));
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException | Error e) {
      full.offer(new Piece(null, -1, e));
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] target, int from, int most) throws IOException {
    if (taken == piece.length) {
      next();
    }
    if (piece.length < 0) {
      return -1;
    }
    int count = Math.min(most, piece.length - taken);
    System.arraycopy(piece.bytes, taken, target, from, count);
    taken += count;
    return count;
  }

  private void next() throws IOException {
    try {
      if (piece.length > 0) {
        empty.put(piece.bytes);
      }
      piece = full.take();
      taken = 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a compressed file was read", e);
    }
    if (piece.failure instanceof IOException e) {
      throw e;
    }
    if (piece.failure instanceof RuntimeException e) {
      throw e;
    }
    if (piece.failure instanceof Error e) {
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    reader.interrupt();
    boolean interrupted = false;
    while (reader.isAlive()) {
      try {
        reader.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    source.close();
  }
}

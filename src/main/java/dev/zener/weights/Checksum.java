package dev.zener.weights;

import dev.zener.files.Bytes;
import dev.zener.files.Quoted;
import dev.zener.label.InputException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The CRC-32C of a tensor's bytes, as TensorFlow masks it. Bytes that pass in order are added up,
 * and compared when the last has passed; if they come otherwise, all are read once more for it.
 */
final class Checksum {
  private static final int PIECE = 1 << 16;
  private static final int MASK = 0xa282ead8;

  private final String tensor;
  private final long size;
  private final int masked;
  private final CRC32C sum = new CRC32C();
  private long next;
  private boolean agrees;

  /**
   * @param size of the tensor, in bytes
   * @param masked what the file says
   */
  Checksum(String tensor, long size, int masked) {
    this.tensor = tensor;
    this.size = size;
    this.masked = masked;
  }

  /** The sum as TensorFlow and LevelDB store it: a sum of data that hold sums would be weak. */
  static int mask(CRC32C sum) {
    return Integer.rotateRight((int) sum.getValue(), 15) + MASK;
  }

  /**
   * Takes note of bytes that have been read.
   *
   * @param from place of the first in the tensor, in bytes
   * @param passed they reach from 0 to the position
   * @param bytes where the tensor can be read again
   * @param offset of the tensor in them
   * @throws InputException if the sum is another
   */
  synchronized void passed(long from, ByteBuffer passed, Bytes bytes, long offset) {
    if (agrees) {
      return;
    }
    if (from == 0) {
      sum.reset();
      next = 0;
    }
    if (from == next) {
      add(passed.duplicate().flip());
    } else {
      all(bytes, offset);
    }
    if (next == size) {
      compare();
    }
  }

  private void all(Bytes bytes, long offset) {
    sum.reset();
    next = 0;
    ByteBuffer piece = ByteBuffer.allocate(PIECE);
    while (next < size) {
      piece.clear().limit((int) Math.min(PIECE, size - next));
      bytes.read(offset + next, piece);
      add(piece.flip());
    }
  }

  private void add(ByteBuffer piece) {
    next += piece.remaining();
    sum.update(piece);
  }

  private void compare() {
    if (mask(sum) != masked) {
      throw new InputException(
          "tensor %s has CRC-32C %08x, its index says %08x: the file is damaged; fetch it again"
              .formatted(Quoted.of(tensor), mask(sum), masked));
    }
    agrees = true;
  }
}

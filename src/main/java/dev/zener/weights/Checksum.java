package dev.zener.weights;

import dev.zener.files.Bytes;
import dev.zener.files.Quoted;
import dev.zener.problem.InputException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Checks the CRC-32C of a tensor's bytes, in the masked form of TensorFlow. While the bytes are
 * read in order, the sum is updated, and it is compared after the last byte. If they are read in
 * another order, the whole tensor is read once more to compute the sum.
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
   * Creates a check.
   *
   * @param size the size of the tensor in bytes
   * @param masked the masked sum stored in the file
   */
  Checksum(String tensor, long size, int masked) {
    this.tensor = tensor;
    this.size = size;
    this.masked = masked;
  }

  /**
   * The masked form in which TensorFlow and LevelDB store a sum, because the CRC of data that
   * contain their own CRCs is weak.
   */
  static int mask(CRC32C sum) {
    return Integer.rotateRight((int) sum.getValue(), 15) + MASK;
  }

  /**
   * Adds bytes that have been read.
   *
   * @param from the offset of the first byte in the tensor
   * @param passed a buffer that holds the bytes from 0 to its position
   * @param bytes the file, from which the tensor can be read again
   * @param offset the offset of the tensor in the file
   * @throws InputException if the sum differs from the stored one
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
          "tensor %s has CRC-32C %08x, but its index declares %08x: the file is damaged; fetch it again"
              .formatted(Quoted.of(tensor), mask(sum), masked));
    }
    agrees = true;
  }
}

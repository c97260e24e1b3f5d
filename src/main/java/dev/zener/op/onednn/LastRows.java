package dev.zener.op.onednn;

import dev.zener.device.Tensor;
import dev.zener.op.onednn.Scratch.Use;
import java.nio.ByteBuffer;

/**
 * The last rows of a matrix, filled up with rows of zeros to the number that a primitive moves at
 * once: one primitive then serves matrices of any number of rows.
 */
final class LastRows {
  private LastRows() {}

  /**
   * Copies them into the calling thread's memory, where they stay until its next call.
   *
   * @param from [n,m]
   * @param row the first, at most n
   * @param column the first
   * @param width how many columns
   * @param count how many rows to fill up to, at least n − row
   * @return the address of [count,width] of the same type
   */
  static long filled(Tensor from, int row, int column, int width, int count) {
    Tensor to = Scratch.shared(Use.LAST_ROWS).tensor(from.type(), count, width);
    ByteBuffer source = from.bytes();
    ByteBuffer target = to.bytes();
    byte[] moved = new byte[width * from.type().bytes()];
    for (int i = row; i < from.dim(0); i++) {
      source.get((i * from.dim(1) + column) * from.type().bytes(), moved);
      target.put(moved);
    }
    target.put(new byte[target.remaining()]);
    return to.address();
  }
}

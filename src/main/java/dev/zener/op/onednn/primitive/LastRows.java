package dev.zener.op.onednn.primitive;

import dev.zener.device.Tensor;
import dev.zener.op.onednn.primitive.Scratch.Use;
import java.nio.ByteBuffer;

/**
 * Pads the last rows of a matrix with rows of zeros to the number of rows that a primitive copies,
 * so that one primitive serves matrices of any number of rows.
 */
public final class LastRows {
  private LastRows() {}

  /**
   * Copies the rows to memory of the calling thread, which is valid until the thread's next call.
   *
   * @param from [n,m]
   * @param row the first row, at most n
   * @param column the first column
   * @param width the number of columns
   * @param count the number of rows after padding, at least n − row
   * @return the address of [count,width] of the same type
   */
  public static long filled(Tensor from, int row, int column, int width, int count) {
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

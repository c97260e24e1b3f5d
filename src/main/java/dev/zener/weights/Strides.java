package dev.zener.weights;

import dev.zener.files.Bytes;
import java.nio.ByteBuffer;

/** The layout of a tensor in its storage: sizes and strides, both in elements. */
final class Strides {
  private final long[] shape;
  private final long[] strides;
  private final boolean contiguous;

  /**
   * Creates a layout.
   *
   * @param strides one for each size, none negative
   */
  Strides(long[] shape, long[] strides) {
    this.shape = shape.clone();
    this.strides = strides.clone();
    this.contiguous = lieSideBySide();
  }

  static Strides contiguous(long[] shape) {
    long[] strides = new long[shape.length];
    long step = 1;
    for (int d = shape.length - 1; d >= 0; d--) {
      strides[d] = step;
      step *= shape[d];
    }
    return new Strides(shape, strides);
  }

  boolean isContiguous() {
    return contiguous;
  }

  private boolean lieSideBySide() {
    long step = 1;
    boolean dense = true;
    for (int d = shape.length - 1; d >= 0; d--) {
      dense &= shape[d] == 1 || strides[d] == step;
      step *= shape[d];
    }
    return dense || step == 0;
  }

  /**
   * The number of elements of the storage from the first to the last of the tensor, both included;
   * 0 for a tensor without elements.
   *
   * @throws ArithmeticException if the number does not fit a {@code long}
   */
  long span() {
    long farthest = 0;
    for (int d = 0; d < shape.length; d++) {
      if (shape[d] == 0) {
        return 0;
      }
      farthest = Math.addExact(farthest, Math.multiplyExact(shape[d] - 1, strides[d]));
    }
    return Math.addExact(farthest, 1);
  }

  /**
   * Fills the target with the bytes of elements in row-major order, starting at element {@code
   * from}.
   */
  void gather(Bytes bytes, long offset, int width, long from, ByteBuffer target) {
    long[] index = indexOf(from);
    while (target.hasRemaining()) {
      bytes.copy(offset + position(index) * width, width, target);
      advance(index);
    }
  }

  private long[] indexOf(long element) {
    long[] index = new long[shape.length];
    long rest = element;
    for (int d = shape.length - 1; d >= 0; d--) {
      index[d] = rest % shape[d];
      rest /= shape[d];
    }
    return index;
  }

  private long position(long[] index) {
    long position = 0;
    for (int d = 0; d < index.length; d++) {
      position += index[d] * strides[d];
    }
    return position;
  }

  private void advance(long[] index) {
    for (int d = index.length - 1; d >= 0; d--) {
      if (++index[d] < shape[d]) {
        return;
      }
      index[d] = 0;
    }
  }
}

package dev.zener.weights;

import dev.zener.files.Bytes;
import java.nio.ByteBuffer;

/** How a tensor's elements lie in its storage: sizes and distances, both in elements. */
final class Strides {
  private final long[] shape;
  private final long[] strides;
  private final boolean contiguous;

  /**
   * @param strides as many as sizes, none negative
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
   * Elements from the first to the farthest, both included; 0 for a tensor without elements.
   *
   * @throws ArithmeticException if a {@code long} cannot count them
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
   * Fills the target with the bytes of elements from the {@code from}-th on, in row-major order.
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

package dev.zener.weights;

import dev.zener.files.Quoted;
import java.util.Arrays;
import java.util.Objects;

/**
 * What a tensor is called, what it is made of and its sizes, outermost first.
 *
 * @param shape sizes, none negative; empty for a single number
 */
public record TensorInfo(String name, DType dtype, long[] shape) {
  /** More dimensions than any framework supports. */
  static final int MAX_RANK = 64;

  /**
   * @throws IllegalArgumentException if a size is negative, there are more than 64 of them, or the
   *     tensor would have more bytes than a {@code long} can count
   */
  public TensorInfo {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(dtype, "dtype");
    shape = shape.clone();
    check(name, dtype, shape);
  }

  private static void check(String name, DType dtype, long[] shape) {
    if (shape.length > MAX_RANK) {
      throw new IllegalArgumentException(
          Quoted.of(name) + " has " + shape.length + " dimensions, at most " + MAX_RANK);
    }
    for (long size : shape) {
      if (size < 0) {
        throw new IllegalArgumentException(
            Quoted.of(name) + " has shape " + Arrays.toString(shape) + ": a size is negative");
      }
    }
    try {
      Math.multiplyExact(product(shape), dtype.bytes());
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          Quoted.of(name) + " has shape " + Arrays.toString(shape) + ": too many elements", e);
    }
  }

  private static long product(long[] shape) {
    long product = 1;
    for (long size : shape) {
      product = Math.multiplyExact(product, size);
    }
    return product;
  }

  /** A copy of the sizes. */
  @Override
  public long[] shape() {
    return shape.clone();
  }

  /** Number of elements: the product of the sizes. */
  public long elements() {
    return product(shape);
  }

  /** Number of bytes that the elements take when they lie side by side. */
  public long byteSize() {
    return elements() * dtype.bytes();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TensorInfo that
        && name.equals(that.name)
        && dtype == that.dtype
        && Arrays.equals(shape, that.shape);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, dtype, Arrays.hashCode(shape));
  }

  /** Type and sizes, such as {@code F32[768, 768]}. */
  @Override
  public String toString() {
    return dtype + Arrays.toString(shape);
  }
}

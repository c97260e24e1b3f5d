package dev.zener.weights;

import dev.zener.files.Quoted;
import java.util.Arrays;
import java.util.Objects;

/**
 * The name, element type and shape of a tensor.
 *
 * @param shape the sizes, outermost first, none negative; empty for a scalar
 */
public record TensorInfo(String name, DType dtype, long[] shape) {
  /** The maximum number of dimensions, which is more than any framework supports. */
  static final int MAX_RANK = 64;

  /**
   * Checks the shape.
   *
   * @throws IllegalArgumentException if a size is negative, there are more than 64 dimensions, or
   *     the number of bytes does not fit a {@code long}
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

  /** The number of elements, which is the product of the sizes. */
  public long elements() {
    return product(shape);
  }

  /** The number of bytes of the elements. */
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

  /** The type and shape, such as {@code F32[768, 768]}. */
  @Override
  public String toString() {
    return dtype + Arrays.toString(shape);
  }
}

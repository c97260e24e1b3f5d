package dev.zener.weights;

import dev.zener.files.Quoted;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;

/**
 * A tensor whose elements are read on demand, in row-major order and in pieces of any size. The
 * writer reads a floating-point tensor as floats if it writes F32 and as doubles otherwise, and an
 * integer tensor as longs.
 */
public interface TensorSource {
  /** The name, the shape, and the type in which the tensor is written. */
  TensorInfo info();

  /**
   * Fills the target, from its position to its limit, with elements from {@code fromElement} on.
   */
  void read(long fromElement, FloatBuffer target);

  /** The same as doubles; by default, the floats are converted. */
  default void read(long fromElement, DoubleBuffer target) {
    FloatBuffer floats = FloatBuffer.allocate(target.remaining());
    read(fromElement, floats);
    floats.flip();
    while (floats.hasRemaining()) {
      target.put(floats.get());
    }
  }

  /** The same as longs, for tensors of integers or booleans. */
  default void read(long fromElement, LongBuffer target) {
    throw new IllegalArgumentException(Quoted.of(info().name()) + " has no integers");
  }

  /**
   * The position of the tensor in the order of its file. Sources are read fastest in ascending
   * order. In a compressed file, any other order starts a new pass over the file for each tensor.
   */
  default long place() {
    return 0;
  }

  /**
   * The transpose of a matrix. It is held in memory while it is read.
   *
   * @throws IllegalArgumentException if this is not a matrix of floating-point numbers
   */
  default TensorSource transposed() {
    return new TransposedSource(this);
  }

  /**
   * A tensor of selected slices of the first dimension, in the order given.
   *
   * @param rows the indices of the slices, from 0; ascending indices are read fastest
   * @throws IllegalArgumentException if an index is out of range
   */
  default TensorSource rows(int... rows) {
    return new SliceSource(this, rows);
  }

  /** The same elements under another name. */
  default TensorSource named(String name) {
    return new DerivedSource(this, new TensorInfo(name, info().dtype(), info().shape()));
  }

  /**
   * The same elements, to be written in another type.
   *
   * @throws IllegalArgumentException if one type is floating-point and the other is not
   */
  default TensorSource as(DType dtype) {
    if (dtype.floating() != info().dtype().floating()) {
      throw new IllegalArgumentException(
          "%s is %s: it cannot be written as %s"
              .formatted(Quoted.of(info().name()), info(), dtype));
    }
    return new DerivedSource(this, new TensorInfo(info().name(), dtype, info().shape()));
  }

  /** A tensor of an open file, in its stored type. */
  static TensorSource of(WeightFile file, String name) {
    return new FileSource(file, file.info(name));
  }

  /** A tensor of type F32; the array is not copied. */
  static TensorSource of(String name, float[] values, long... shape) {
    return ArraySource.floats(name, values, shape);
  }

  /** A tensor of type F64; the array is not copied. */
  static TensorSource of(String name, double[] values, long... shape) {
    return ArraySource.doubles(name, values, shape);
  }

  /** A tensor of type I32; the array is not copied. */
  static TensorSource of(String name, int[] values, long... shape) {
    return ArraySource.ints(name, values, shape);
  }

  /** A tensor of type I64; the array is not copied. */
  static TensorSource of(String name, long[] values, long... shape) {
    return ArraySource.longs(name, values, shape);
  }
}

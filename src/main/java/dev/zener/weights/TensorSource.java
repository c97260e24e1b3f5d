package dev.zener.weights;

import dev.zener.files.Quoted;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;

/**
 * A tensor to be written: its elements in row-major order, on demand, in any pieces. The writer
 * asks a floating-point tensor for floats when it writes F32 and for doubles otherwise, and one of
 * integers for longs.
 */
public interface TensorSource {
  /** Name, shape, and the type that it is written in. */
  TensorInfo info();

  /** Fills the target from its position to its limit with the elements from the given one on. */
  void read(long fromElement, FloatBuffer target);

  /** The same in double; by default the floats, widened. */
  default void read(long fromElement, DoubleBuffer target) {
    FloatBuffer floats = FloatBuffer.allocate(target.remaining());
    read(fromElement, floats);
    floats.flip();
    while (floats.hasRemaining()) {
      target.put(floats.get());
    }
  }

  /** The same for integers, which only a source of an integer type has. */
  default void read(long fromElement, LongBuffer target) {
    throw new IllegalArgumentException(Quoted.of(info().name()) + " has no integers");
  }

  /**
   * Where the elements are in what they are read from: sources are best read in ascending order,
   * and those of a compressed file must be, or it is gone through again for each.
   */
  default long place() {
    return 0;
  }

  /**
   * The transpose of a matrix, which is held in memory while it is read.
   *
   * @throws IllegalArgumentException if it is no matrix of floating-point numbers
   */
  default TensorSource transposed() {
    return new TransposedSource(this);
  }

  /**
   * Slices of the first dimension, in this order.
   *
   * @param rows their numbers from 0; best ascending
   * @throws IllegalArgumentException if the tensor does not have one of them
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

  /** A tensor of an open file, in its own type. */
  static TensorSource of(WeightFile file, String name) {
    return new FileSource(file, file.info(name));
  }

  /** F32; the array is not copied. */
  static TensorSource of(String name, float[] values, long... shape) {
    return ArraySource.floats(name, values, shape);
  }

  /** F64; the array is not copied. */
  static TensorSource of(String name, double[] values, long... shape) {
    return ArraySource.doubles(name, values, shape);
  }

  /** I32; the array is not copied. */
  static TensorSource of(String name, int[] values, long... shape) {
    return ArraySource.ints(name, values, shape);
  }

  /** I64; the array is not copied. */
  static TensorSource of(String name, long[] values, long... shape) {
    return ArraySource.longs(name, values, shape);
  }
}

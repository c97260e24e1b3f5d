package dev.zener.weights;

import dev.zener.files.Quoted;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;

/**
 * An array as the source of a tensor.
 *
 * @param doubles returns an element as a double
 * @param longs returns an element as a long; null if the array holds floating-point numbers
 */
record ArraySource(TensorInfo info, IntToDoubleFunction doubles, IntToLongFunction longs)
    implements TensorSource {

  static ArraySource floats(String name, float[] values, long[] shape) {
    return new ArraySource(info(name, DType.F32, shape, values.length), i -> values[i], null);
  }

  static ArraySource doubles(String name, double[] values, long[] shape) {
    return new ArraySource(info(name, DType.F64, shape, values.length), i -> values[i], null);
  }

  static ArraySource ints(String name, int[] values, long[] shape) {
    TensorInfo info = info(name, DType.I32, shape, values.length);
    return new ArraySource(info, i -> values[i], i -> values[i]);
  }

  static ArraySource longs(String name, long[] values, long[] shape) {
    TensorInfo info = info(name, DType.I64, shape, values.length);
    return new ArraySource(info, i -> values[i], i -> values[i]);
  }

  private static TensorInfo info(String name, DType dtype, long[] shape, int length) {
    TensorInfo info = new TensorInfo(name, dtype, shape);
    if (info.elements() != length) {
      throw new IllegalArgumentException(
          "%s is %s, but the array has %d elements".formatted(Quoted.of(name), info, length));
    }
    return info;
  }

  @Override
  public void read(long fromElement, FloatBuffer target) {
    for (int i = Math.toIntExact(fromElement); target.hasRemaining(); i++) {
      target.put((float) doubles.applyAsDouble(i));
    }
  }

  @Override
  public void read(long fromElement, DoubleBuffer target) {
    for (int i = Math.toIntExact(fromElement); target.hasRemaining(); i++) {
      target.put(doubles.applyAsDouble(i));
    }
  }

  @Override
  public void read(long fromElement, LongBuffer target) {
    if (longs == null) {
      TensorSource.super.read(fromElement, target);
      return;
    }
    for (int i = Math.toIntExact(fromElement); target.hasRemaining(); i++) {
      target.put(longs.applyAsLong(i));
    }
  }
}

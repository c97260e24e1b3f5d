package dev.zener.pretrained;

import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.weights.DType;
import dev.zener.weights.TensorInfo;
import dev.zener.weights.TensorSource;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;

/** A parameter in memory as the source of a tensor to be written. */
record ParameterSource(TensorInfo info, Tensor tensor) implements TensorSource {
  ParameterSource(String name, Tensor tensor) {
    this(new TensorInfo(name, dtype(tensor.type()), tensor.shape()), tensor);
  }

  private static DType dtype(ElementType type) {
    return type == ElementType.FLOAT64 ? DType.F64 : DType.F32;
  }

  @Override
  public void read(long fromElement, FloatBuffer target) {
    int from = Math.toIntExact(fromElement);
    if (tensor.type() == ElementType.FLOAT32) {
      target.put(tensor.floats().duplicate().limit(from + target.remaining()).position(from));
      return;
    }
    for (int i = from; target.hasRemaining(); i++) {
      target.put((float) tensor.get(i));
    }
  }

  @Override
  public void read(long fromElement, DoubleBuffer target) {
    for (int i = Math.toIntExact(fromElement); target.hasRemaining(); i++) {
      target.put(tensor.get(i));
    }
  }
}

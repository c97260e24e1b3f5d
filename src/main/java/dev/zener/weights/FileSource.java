package dev.zener.weights;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;

/** A tensor of an open file as the source of a tensor to be written. */
record FileSource(WeightFile file, TensorInfo info) implements TensorSource {
  @Override
  public void read(long fromElement, FloatBuffer target) {
    file.read(info.name(), fromElement, target);
  }

  @Override
  public void read(long fromElement, DoubleBuffer target) {
    file.read(info.name(), fromElement, target);
  }

  @Override
  public void read(long fromElement, LongBuffer target) {
    file.read(info.name(), fromElement, target);
  }

  @Override
  public long place() {
    return file.place(info.name());
  }
}

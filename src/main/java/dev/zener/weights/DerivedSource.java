package dev.zener.weights;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;

/** The elements of another source, under another name or in another type. */
record DerivedSource(TensorSource base, TensorInfo info) implements TensorSource {
  @Override
  public void read(long fromElement, FloatBuffer target) {
    base.read(fromElement, target);
  }

  @Override
  public void read(long fromElement, DoubleBuffer target) {
    base.read(fromElement, target);
  }

  @Override
  public void read(long fromElement, LongBuffer target) {
    base.read(fromElement, target);
  }

  @Override
  public long place() {
    return base.place();
  }
}

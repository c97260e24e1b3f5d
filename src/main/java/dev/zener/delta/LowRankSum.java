package dev.zener.delta;

import dev.zener.weights.DType;
import dev.zener.weights.TensorInfo;
import dev.zener.weights.TensorSource;
import java.nio.FloatBuffer;

/**
 * The sum of a base's matrix and the product b a of two low-rank factors, computed in float32 for
 * any type of the base. The factors are loaded at the first read.
 */
final class LowRankSum implements TensorSource {
  private final TensorSource base;
  private final TensorSource b;
  private final TensorSource a;
  private final TensorInfo info;
  private final int columns;
  private final int rank;
  private float[] left;
  private float[] right;

  /**
   * Creates the sum.
   *
   * @param base [rows,columns]
   * @param b [rows, rank]
   * @param a [rank, columns]
   */
  LowRankSum(TensorSource base, TensorSource b, TensorSource a) {
    this.base = base;
    this.b = b;
    this.a = a;
    this.info = new TensorInfo(base.info().name(), DType.F32, base.info().shape());
    this.columns = (int) a.info().shape()[1];
    this.rank = (int) a.info().shape()[0];
  }

  @Override
  public TensorInfo info() {
    return info;
  }

  @Override
  public long place() {
    return base.place();
  }

  @Override
  public void read(long fromElement, FloatBuffer target) {
    if (left == null) {
      left = floats(b);
      right = floats(a);
    }
    float[] sum = new float[target.remaining()];
    base.read(fromElement, FloatBuffer.wrap(sum));
    for (int at = 0; at < sum.length; ) {
      int row = (int) ((fromElement + at) / columns);
      int column = (int) ((fromElement + at) % columns);
      int count = Math.min(columns - column, sum.length - at);
      for (int k = 0; k < rank; k++) {
        add(sum, at, left[row * rank + k], k * columns + column, count);
      }
      at += count;
    }
    target.put(sum);
  }

  private void add(float[] sum, int at, float factor, int from, int count) {
    for (int j = 0; j < count; j++) {
      sum[at + j] += factor * right[from + j];
    }
  }

  private static float[] floats(TensorSource source) {
    float[] values = new float[(int) source.info().elements()];
    source.read(0, FloatBuffer.wrap(values));
    return values;
  }
}

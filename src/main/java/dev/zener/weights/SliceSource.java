package dev.zener.weights;

import java.nio.Buffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.function.BiConsumer;

/** Selected rows of a tensor, which are slices of its first dimension. */
final class SliceSource implements TensorSource {
  private final TensorSource base;
  private final int[] rows;
  private final int width;
  private final TensorInfo info;

  SliceSource(TensorSource base, int[] rows) {
    this.base = base;
    this.rows = rows.clone();
    long[] shape = base.info().shape();
    if (shape.length == 0) {
      throw new IllegalArgumentException(
          base.info().name() + " is a single number and has no rows");
    }
    for (int row : rows) {
      if (row < 0 || row >= shape[0]) {
        throw new IllegalArgumentException("row " + row + " of " + base.info());
      }
    }
    shape[0] = rows.length;
    info = new TensorInfo(base.info().name(), base.info().dtype(), shape);
    width = rows.length == 0 ? 0 : Math.toIntExact(info.elements() / rows.length);
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
    read(fromElement, target, base::read);
  }

  @Override
  public void read(long fromElement, DoubleBuffer target) {
    read(fromElement, target, base::read);
  }

  /** Fills the target row by row. */
  private <B extends Buffer> void read(long fromElement, B target, BiConsumer<Long, B> read) {
    int end = target.limit();
    long at = fromElement;
    while (target.position() < end) {
      int row = (int) (at / width);
      int column = (int) (at % width);
      int count = Math.min(width - column, end - target.position());
      target.limit(target.position() + count);
      read.accept((long) rows[row] * width + column, target);
      target.limit(end);
      at += count;
    }
  }
}

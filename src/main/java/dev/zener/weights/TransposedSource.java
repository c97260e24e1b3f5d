package dev.zener.weights;

import dev.zener.files.Quoted;
import dev.zener.problem.InputException;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * The transpose of a matrix. The whole matrix is loaded at the first read and freed when the last
 * element has been read, so that matrices read one after the other are in memory one at a time. Not
 * thread-safe.
 */
final class TransposedSource implements TensorSource {
  /** The maximum number of elements, which is more than any layer's matrix has. */
  private static final long MOST = 1 << 28;

  /** The number of rows transposed at a time: a cache line of floats in the result. */
  private static final int BLOCK = 16;

  /**
   * The number of elements read first. The array is then doubled as elements are read, so that a
   * false size in a file cannot cause a huge allocation.
   */
  private static final int PIECE = 1 << 16;

  private final TensorSource base;
  private final TensorInfo info;
  private final int rows;
  private final int columns;

  /**
   * The transpose, [columns,rows] row-major; null if not loaded. Which array is used depends on
   * type.
   */
  private float[] floats;

  private double[] doubles;

  TransposedSource(TensorSource base) {
    TensorInfo stored = base.info();
    long[] shape = stored.shape();
    if (shape.length != 2 || !stored.dtype().floating()) {
      throw new IllegalArgumentException(
          Quoted.of(stored.name()) + " is " + stored + ", not a matrix, and cannot be transposed");
    }
    if (stored.elements() > MOST) {
      throw new InputException(
          "tensor %s is %s: at most %d elements are transposed"
              .formatted(Quoted.of(stored.name()), stored, MOST));
    }
    this.base = base;
    this.info = new TensorInfo(stored.name(), stored.dtype(), new long[] {shape[1], shape[0]});
    this.rows = (int) shape[0];
    this.columns = (int) shape[1];
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
    if (floats == null) {
      floats = transpose();
    }
    int count = target.remaining();
    target.put(floats, (int) fromElement, count);
    if (fromElement + count == info.elements()) {
      floats = null;
    }
  }

  @Override
  public void read(long fromElement, DoubleBuffer target) {
    if (info.dtype() != DType.F64) {
      TensorSource.super.read(fromElement, target);
      return;
    }
    if (doubles == null) {
      doubles = transposeDoubles();
    }
    int count = target.remaining();
    target.put(doubles, (int) fromElement, count);
    if (fromElement + count == info.elements()) {
      doubles = null;
    }
  }

  private float[] transpose() {
    int elements = (int) info.elements();
    float[] stored = new float[Math.min(PIECE, elements)];
    for (int read = 0; read < elements; ) {
      if (read == stored.length) {
        stored = Arrays.copyOf(stored, (int) Math.min(2L * read, elements));
      }
      base.read(read, FloatBuffer.wrap(stored, read, stored.length - read));
      read = stored.length;
    }
    float[] transposed = new float[elements];
    for (int block = 0; block < rows; block += BLOCK) {
      int end = Math.min(rows, block + BLOCK);
      for (int column = 0; column < columns; column++) {
        for (int row = block; row < end; row++) {
          transposed[column * rows + row] = stored[row * columns + column];
        }
      }
    }
    return transposed;
  }

  private double[] transposeDoubles() {
    int elements = (int) info.elements();
    double[] stored = new double[Math.min(PIECE, elements)];
    for (int read = 0; read < elements; ) {
      if (read == stored.length) {
        stored = Arrays.copyOf(stored, (int) Math.min(2L * read, elements));
      }
      base.read(read, DoubleBuffer.wrap(stored, read, stored.length - read));
      read = stored.length;
    }
    double[] transposed = new double[elements];
    for (int i = 0; i < elements; i++) {
      transposed[i % columns * rows + i / columns] = stored[i];
    }
    return transposed;
  }
}

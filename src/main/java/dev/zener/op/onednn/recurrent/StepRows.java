package dev.zener.op.onednn.recurrent;

import dev.zener.device.Tensor;
import dev.zener.op.onednn.primitive.Gemm;
import dev.zener.op.onednn.primitive.Scratch;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * The rows of a step of one thread: arrays for the element functions, and memory outside of the
 * heap for products. Rows in a batch are copied one by one, because the rows of a step belong to
 * different sequences.
 */
final class StepRows implements AutoCloseable {
  final Gates gates;

  /** Rows of 4H: gates, or their gradients. */
  final float[] z;

  /** Rows of 4H: the part of z that comes from the step before. */
  final float[] recurrent;

  /** Rows of H: c, its values a step before, tanh(c), h or its gradient, another addend, dc. */
  float[] c;

  float[] before;
  final float[] tanh;
  final float[] h;
  final float[] more;
  final float[] dc;

  private final int size;
  private final Gemm gemm = new Gemm();
  private final Scratch stateMemory = new Scratch();
  private final Scratch gateMemory = new Scratch();
  private final Tensor states;
  private final Tensor gateRows;

  StepRows(int size) {
    this.size = size;
    int rows = SequenceGroup.most(size);
    gates = new Gates(size, rows);
    z = new float[rows * 4 * size];
    recurrent = new float[rows * 4 * size];
    c = new float[rows * size];
    before = new float[rows * size];
    tanh = new float[rows * size];
    h = new float[rows * size];
    more = new float[rows * size];
    dc = new float[rows * size];
    states = stateMemory.floats(rows, size);
    gateRows = gateMemory.floats(rows, 4 * size);
    LstmOneDnn.clear(states);
    LstmOneDnn.clear(gateRows);
  }

  /** Whether the arrays are those for cells of a size. */
  boolean fits(int wanted) {
    return size == wanted;
  }

  /** The number of rows in a product, see {@link #padded}. */
  private static final int TOGETHER = 8;

  /**
   * The number of rows that a product computes: a multiple of the rows that its innermost loop
   * computes together. Fewer rows may be added up in another order, and a sequence must not depend
   * on how many others have the same length. The rows after the last one are not read.
   */
  private static int padded(int rows) {
    return (rows + TOGETHER - 1) / TOGETHER * TOGETHER;
  }

  /** recurrent = h whᵀ for the states h of {@code rows} sequences. */
  void multiplyStates(RecurrentProduct product, int rows) {
    states.floats().put(0, h, 0, rows * size);
    product.run(gemm, padded(rows), states.address(), gateRows.address());
    gateRows.floats().get(0, recurrent, 0, rows * 4 * size);
  }

  /** h = dz wh for the gradients z of {@code rows} sequences. */
  void multiplyGradients(RecurrentProduct product, int rows) {
    gateRows.floats().put(0, z, 0, rows * 4 * size);
    product.run(gemm, padded(rows), gateRows.address(), states.address());
    states.floats().get(0, h, 0, rows * size);
  }

  /** A column range of a batch's rows. */
  record Columns(FloatBuffer values, int stride, int first, int width) {
    static Columns of(Tensor t, int first, int width) {
      return t == null ? null : new Columns(t.floats(), t.dim(1), first, width);
    }

    void read(int row, float[] into, int k) {
      values.get(row * stride + first, into, k * width, width);
    }

    void write(int row, float[] from, int k) {
      values.put(row * stride + first, from, k * width, width);
    }

    /** Reads the rows of sequences {@code from} to {@code to} − 1 at a step. */
    void read(SequenceGroup group, int t, int from, int to, float[] into) {
      for (int k = from; k < to; k++) {
        read(group.row(k, t), into, k);
      }
    }

    /** Writes the rows of the first {@code count} sequences at a step. */
    void write(SequenceGroup group, int t, int count, float[] from) {
      for (int k = 0; k < count; k++) {
        write(group.row(k, t), from, k);
      }
    }
  }

  static void add(float[] sum, float[] x, int from, int to) {
    for (int e = from; e < to; e++) {
      sum[e] += x[e];
    }
  }

  /** Exchanges c and before. */
  void swapCells() {
    float[] other = c;
    c = before;
    before = other;
  }

  static void clear(float[] x, int from, int to) {
    Arrays.fill(x, from, to, 0);
  }

  @Override
  public void close() {
    stateMemory.close();
    gateMemory.close();
  }
}

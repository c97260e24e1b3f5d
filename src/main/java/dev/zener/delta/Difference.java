package dev.zener.delta;

import dev.zener.weights.DType;
import dev.zener.weights.TensorSource;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a delta keeps of each tensor. Vectors (biases, norms) that changed are kept whole, and so is
 * a matrix whose factors would be no smaller. Not for several threads.
 */
public final class Difference {
  private static final int PIECE = 1 << 18;

  private final Rank rank;
  private final DType factors;
  private final List<TensorSource> kept = new ArrayList<>();
  private int whole;
  private int narrow;
  private double largestError;

  /**
   * @param rank of matrices
   * @param factors the type that they are written in: F32, F16 or BF16; whole tensors are F32
   */
  public Difference(Rank rank, DType factors) {
    this.rank = rank;
    this.factors = factors;
  }

  /**
   * Compares a tensor with the base's, both read once from their first element to their last, a
   * matrix that has changed twice.
   *
   * @throws ArithmeticException if a matrix has entries that are not finite
   */
  public void add(TensorSource tensor, TensorSource base) {
    if (same(tensor, base)) {
      return;
    }
    long[] shape = tensor.info().shape();
    if (shape.length != 2) {
      keep(tensor);
      return;
    }
    int rows = (int) shape[0];
    int columns = (int) shape[1];
    if (mostUseful(rows, columns) == 0) {
      keep(tensor);
      return;
    }
    LowRank change = LowRank.best(change(tensor, base), rows, columns, rank);
    if (change.rank() > mostUseful(rows, columns)) {
      keep(tensor);
      return;
    }
    List<String> names = Delta.factors(tensor.info().name());
    kept.add(TensorSource.of(names.get(0), change.b(), rows, change.rank()).as(factors));
    kept.add(TensorSource.of(names.get(1), change.a(), change.rank(), columns).as(factors));
    narrow++;
    largestError = Math.max(largestError, change.error());
  }

  /** Keeps a tensor that the base does not have, or not in this shape. */
  public void keep(TensorSource tensor) {
    kept.add(tensor.as(DType.F32));
    whole++;
  }

  /** The highest rank at which factors take less room than their product. */
  private static int mostUseful(int rows, int columns) {
    return (int) (((long) rows * columns - 1) / (rows + columns));
  }

  /** Which end of either is reached, so that whoever watches them sees all. */
  private static boolean same(TensorSource tensor, TensorSource base) {
    long elements = tensor.info().elements();
    float[] a = new float[(int) Math.min(PIECE, elements)];
    float[] b = new float[a.length];
    boolean same = true;
    for (long from = 0; from < elements; from += a.length) {
      int count = (int) Math.min(a.length, elements - from);
      tensor.read(from, FloatBuffer.wrap(a, 0, count));
      base.read(from, FloatBuffer.wrap(b, 0, count));
      same &= Arrays.equals(a, 0, count, b, 0, count);
    }
    return same;
  }

  private static float[] change(TensorSource tensor, TensorSource base) {
    int elements = Math.toIntExact(tensor.info().elements());
    float[] change = new float[elements];
    float[] piece = new float[Math.min(PIECE, elements)];
    tensor.read(0, FloatBuffer.wrap(change));
    for (int from = 0; from < elements; from += piece.length) {
      int count = Math.min(piece.length, elements - from);
      base.read(from, FloatBuffer.wrap(piece, 0, count));
      for (int i = 0; i < count; i++) {
        change[from + i] -= piece[i];
      }
    }
    return change;
  }

  /** The tensors of the delta, to be written. */
  public List<TensorSource> tensors() {
    return List.copyOf(kept);
  }

  /** What was kept, for people. */
  public String summary() {
    return "kept %d tensors whole and %d as factors, of which the least exact misses %.0f %% of its change"
        .formatted(whole, narrow, 100 * largestError);
  }
}

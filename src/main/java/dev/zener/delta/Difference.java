package dev.zener.delta;

import dev.zener.weights.DType;
import dev.zener.weights.TensorSource;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Computes what a delta stores of each tensor. A changed matrix is stored as low-rank factors of
 * its change, or whole if the factors would not be smaller. Changed vectors (biases, norms) are
 * stored whole, and unchanged tensors are not stored. Not thread-safe.
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
   * Creates an empty difference.
   *
   * @param rank the rank of the matrices' factors
   * @param factors the type of the stored factors: F32, F16 or BF16; whole tensors are F32
   */
  public Difference(Rank rank, DType factors) {
    this.rank = rank;
    this.factors = factors;
  }

  /**
   * Adds the difference between a tensor and that of the base. Each is read once, from the first
   * element to the last.
   *
   * @throws ArithmeticException if a matrix has entries that are not finite
   */
  public void add(TensorSource tensor, TensorSource base) {
    long[] shape = tensor.info().shape();
    boolean matrix = shape.length == 2;
    int rows = matrix ? (int) shape[0] : 0;
    int columns = matrix ? (int) shape[1] : 0;
    if (!matrix || mostUseful(rows, columns) == 0) {
      if (!same(tensor, base)) {
        keep(tensor);
      }
      return;
    }
    Optional<float[]> changed = change(tensor, base);
    if (changed.isEmpty()) {
      return;
    }
    LowRank change = LowRank.best(changed.get(), rows, columns, rank);
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

  /** Stores a tensor whole, for instance one that the base does not have. */
  public void keep(TensorSource tensor) {
    kept.add(tensor.as(DType.F32));
    whole++;
  }

  /** The highest rank at which the factors have fewer elements than the matrix. */
  private static int mostUseful(int rows, int columns) {
    return (int) (((long) rows * columns - 1) / (rows + columns));
  }

  /** Whether both are equal. Reads both to the end, so that fingerprints of them are complete. */
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

  /**
   * The tensor minus the base; empty if they are equal. The change is stored from the first piece
   * that differs, so that an unchanged tensor takes no memory. A piece with entries that are not
   * finite counts as different, so that {@link LowRank} refuses it.
   */
  private static Optional<float[]> change(TensorSource tensor, TensorSource base) {
    int elements = Math.toIntExact(tensor.info().elements());
    float[] a = new float[Math.min(PIECE, elements)];
    float[] b = new float[a.length];
    float[] change = null;
    for (int from = 0; from < elements; from += a.length) {
      int count = Math.min(a.length, elements - from);
      tensor.read(from, FloatBuffer.wrap(a, 0, count));
      base.read(from, FloatBuffer.wrap(b, 0, count));
      if (change == null && Arrays.equals(a, 0, count, b, 0, count) && finite(a, count)) {
        continue;
      }
      change = change == null ? new float[elements] : change;
      for (int i = 0; i < count; i++) {
        change[from + i] = a[i] - b[i];
      }
    }
    return Optional.ofNullable(change);
  }

  private static boolean finite(float[] values, int count) {
    for (int i = 0; i < count; i++) {
      if (!Float.isFinite(values[i])) {
        return false;
      }
    }
    return true;
  }

  /** The tensors of the delta, to be written. */
  public List<TensorSource> tensors() {
    return List.copyOf(kept);
  }

  /** A sentence on how the tensors were stored, for the user. */
  public String summary() {
    return "kept %d tensors whole and %d as factors; the least exact factors lose %.0f %% of their change"
        .formatted(whole, narrow, 100 * largestError);
  }
}

package dev.zener.op.onednn;

import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.device.Workers;
import dev.zener.op.onednn.MatMul.Epilogue;
import dev.zener.op.onednn.MatMul.Weights;
import dev.zener.op.onednn.Scratch.Use;

/**
 * dw = dyᵀ x and db = Σ_n dy in float32. x is packed anew each time; each worker computes a slice
 * of the rows of dw.
 */
final class WeightGradient {
  /** Multiplications below which starting a second thread costs more than it saves. */
  private static final long SERIAL = 1 << 18;

  /** Rows of dw that are computed in one product. */
  private static final int STRIPE = 128;

  private WeightGradient() {}

  /**
   * Computes.
   *
   * @param dy [N,O], N ≥ 1
   * @param x [N,I] of dy's type
   * @param dw [O,I], null if it is not wanted
   * @param db [O], null if it is not wanted
   */
  static void run(Tensor dy, Tensor x, Tensor dw, Tensor db) {
    int o = dy.dim(1);
    int stripes = Math.max(1, o / STRIPE);
    int last = o - (stripes - 1) * STRIPE;
    long packedX = dw == null ? 0 : pack(x, product(dy, x, last));
    long row = db == null ? 0 : ones(dy);
    Workers.each(
        stripes,
        (long) o * x.size() < SERIAL ? Integer.MAX_VALUE : 2,
        s -> {
          int width = s == stripes - 1 ? last : STRIPE;
          if (dw != null) {
            stripe(dy, x, s * STRIPE, width, packedX, dw);
          }
          if (db != null) {
            Primitives.matMul(sums(dy, width))
                .run(row, at(dy, s * STRIPE), db.address() + (long) s * STRIPE * Float.BYTES, 0);
          }
        });
  }

  private static long pack(Tensor x, MatMul.Shape product) {
    Packing packing = Packing.of(product, x.type());
    long address = Scratch.shared(Use.PACKED_X).address(packing.bytes());
    packing.run(x.address(), address);
    return address;
  }

  private static long ones(Tensor dy) {
    Tensor row = Scratch.shared(Use.ONES).tensor(dy.type(), dy.dim(0));
    for (int i = 0; i < row.size(); i++) {
      row.set(i, 1);
    }
    return row.address();
  }

  /** The address of a column of dy. */
  private static long at(Tensor dy, int column) {
    return dy.address() + (long) column * dy.type().bytes();
  }

  private static void stripe(Tensor dy, Tensor x, int first, int width, long packedX, Tensor dw) {
    int n = dy.dim(0);
    long transposed = Scratch.shared(Use.STRIPE).address((long) width * n * dy.type().bytes());
    Reorder.of(
            dy.type(),
            dy.type(),
            new long[] {n, width},
            new long[] {dy.dim(1), 1},
            new long[] {1, n})
        .run(at(dy, first), transposed);
    Primitives.matMul(product(dy, x, width))
        .run(transposed, packedX, dw.address() + (long) first * dw.dim(1) * Float.BYTES, 0);
  }

  /** A stripe of dyᵀ times x. */
  private static MatMul.Shape product(Tensor dy, Tensor x, int width) {
    int n = dy.dim(0);
    int i = x.dim(1);
    return new MatMul.Shape(
        width, i, n, x.type(), ElementType.FLOAT32, n, 0, i, Weights.PACKED, Epilogue.NONE);
  }

  /** A row of ones times a stripe of dy. */
  private static MatMul.Shape sums(Tensor dy, int width) {
    int n = dy.dim(0);
    return new MatMul.Shape(
        1,
        width,
        n,
        dy.type(),
        ElementType.FLOAT32,
        n,
        dy.dim(1),
        width,
        Weights.PLAIN,
        Epilogue.NONE);
  }
}

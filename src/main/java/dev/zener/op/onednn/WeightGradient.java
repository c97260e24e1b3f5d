package dev.zener.op.onednn;

import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.device.Workers;
import dev.zener.op.onednn.MatMul.Epilogue;
import dev.zener.op.onednn.MatMul.Weights;
import dev.zener.op.onednn.Scratch.Use;

/**
 * dw = dyᵀ x and db = Σ_n dy in float32. x is packed anew each time, by whichever thread has
 * nothing better to do; the stripes of the rows of dw are spread over all.
 */
final class WeightGradient {
  /** Multiplications below which starting a second thread costs more than it saves. */
  private static final long SERIAL = 1 << 18;

  /** Rows of dw that are computed in one product. */
  private static final int STRIPE = 128;

  /** Columns of dw that are, where the layout allows: all at once are slower by a tenth. */
  private static final int COLUMNS = 384;

  private final Tensor dy;
  private final Tensor x;
  private final Tensor dw;
  private final Tensor db;
  private final int stripes;
  private final int last;
  private final long packedX;
  private volatile boolean packed;

  /**
   * Computes nothing yet.
   *
   * @param dy [N,O], N ≥ 1
   * @param x [N,I] of dy's type
   * @param dw [O,I], null if it is not wanted
   * @param db [O], null if it is not wanted
   */
  WeightGradient(Tensor dy, Tensor x, Tensor dw, Tensor db) {
    this.dy = dy;
    this.x = x;
    this.dw = dw;
    this.db = db;
    int o = dy.dim(1);
    stripes = Math.max(1, o / STRIPE);
    last = o - (stripes - 1) * STRIPE;
    packedX = dw == null ? 0 : Scratch.shared(Use.PACKED_X).address(packing().bytes());
  }

  /** Brings x into a product's layout, if that is wanted; a thread of any number may. */
  void pack() {
    if (dw != null) {
      packing().run(x.address(), packedX);
    }
    packed = true;
  }

  private Packing packing() {
    return Packing.of(product(last, x.dim(1)), x.type(), COLUMNS);
  }

  /** Computes, after {@link #pack} if that has run. */
  void run() {
    if (!packed) {
      pack();
    }
    long row = db == null ? 0 : Ones.address(dy.type(), dy.dim(0));
    Workers.each(
        stripes,
        (long) dy.dim(1) * x.size() < SERIAL ? Integer.MAX_VALUE : 2,
        s -> {
          int width = s == stripes - 1 ? last : STRIPE;
          if (db != null) { // first: the stripe is in the cache for what follows
            sum(row, s * STRIPE, width);
          }
          if (dw != null) {
            stripe(s * STRIPE, width);
          }
        });
  }

  private void sum(long ones, int first, int width) {
    Primitives.matMul(sums(width))
        .run(
            ones,
            dy.address() + (long) first * dy.type().bytes(),
            db.address() + (long) first * Float.BYTES,
            0);
  }

  private void stripe(int first, int width) {
    int n = dy.dim(0);
    int rowOfT = Transposition.stride(dy.type(), n);
    long transposed = Scratch.shared(Use.STRIPE).address((long) width * rowOfT * dy.type().bytes());
    Transposition.run(dy, first, width, transposed);
    Packing packing = packing();
    int columns = packing.columns();
    MatMul product = Primitives.matMul(product(width, columns));
    for (int i = 0; i * columns < x.dim(1); i++) {
      long at = (long) first * dw.dim(1) + i * columns;
      product.run(transposed, packedX + packing.start(i), dw.address() + at * Float.BYTES, 0);
    }
  }

  /** A stripe of dyᵀ times columns of x. */
  private MatMul.Shape product(int width, int columns) {
    int n = dy.dim(0);
    return new MatMul.Shape(
        width,
        columns,
        n,
        x.type(),
        ElementType.FLOAT32,
        Transposition.stride(dy.type(), n),
        0,
        x.dim(1),
        Weights.PACKED,
        Epilogue.NONE);
  }

  /** A row of ones times a stripe of dy. */
  private MatMul.Shape sums(int width) {
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

package dev.zener.op.onednn.linear;

import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.op.onednn.primitive.MatMul;
import dev.zener.op.onednn.primitive.MatMul.Epilogue;
import dev.zener.op.onednn.primitive.MatMul.Weights;
import dev.zener.op.onednn.primitive.Primitives;
import dev.zener.op.onednn.primitive.Scratch;
import dev.zener.op.onednn.primitive.Scratch.Use;
import dev.zener.op.onednn.primitive.Transposition;

/**
 * Computes dw = dyᵀ x and db = Σ_n dy in float32, by stripes of dy's columns. x is packed for each
 * computation.
 */
final class WeightGradient {
  /** The number of multiplications below which a second thread costs more than it saves. */
  private static final long SERIAL = 1 << 18;

  /** The number of rows of dw computed in one product. */
  private static final int STRIPE = 128;

  private final Tensor dy;
  private final Tensor x;
  private final Tensor dw;
  private final Tensor db;
  private final int stripes;
  private final int last;
  private final long packedX;
  private final int length;
  private final long ones;
  private volatile boolean prepared;

  /**
   * Prepares the computation without running it.
   *
   * @param dy [N,O], N ≥ 1
   * @param x [N,I] of dy's type
   * @param dw [O,I]; null if not wanted
   * @param db [O]; null if not wanted
   */
  WeightGradient(Tensor dy, Tensor x, Tensor dw, Tensor db) {
    this.dy = dy;
    this.x = x;
    this.dw = dw;
    this.db = db;
    int o = dy.dim(1);
    stripes = dw == null && db == null ? 0 : Math.max(1, o / STRIPE);
    last = o - (stripes - 1) * STRIPE;
    Packing packing = packing();
    length = packing.length();
    packedX = dw == null ? 0 : Scratch.shared(Use.PACKED_X).address(packing.bytes());
    ones = db == null ? 0 : Ones.packed(sums(last));
  }

  /** The number of parts, which any threads can compute. */
  int items() {
    return stripes;
  }

  /** Whether a second thread would cost more than it saves. */
  boolean isSmall() {
    return (long) dy.dim(1) * x.size() < SERIAL;
  }

  /** Packs x if dw is wanted; all parts wait for it. */
  void prepare() {
    try {
      if (dw != null) {
        packing().run(x, packedX);
      }
    } finally {
      prepared = true; // even after a failure, so that no thread waits forever
    }
  }

  private Packing packing() {
    return Packing.of(x.type(), x.dim(0), x.dim(1));
  }

  /** Computes one part: some rows of dw and the same elements of db. */
  void run(int stripe) {
    int first = stripe * STRIPE;
    int width = stripe == stripes - 1 ? last : STRIPE;
    long transposed = Scratch.shared(Use.STRIPE).address((long) width * length * dy.type().bytes());
    Transposition.run(dy, first, width, length, transposed);
    if (db != null) { // while the stripe is in a cache
      Primitives.matMul(sums(width))
          .run(transposed, ones, db.address() + (long) first * Float.BYTES);
    }
    if (dw != null) {
      rows(first, width, transposed);
    }
  }

  private void rows(int first, int width, long transposed) {
    while (!prepared) {
      Thread.onSpinWait();
    }
    Packing packing = packing();
    int columns = packing.columns();
    MatMul product = Primitives.matMul(packing.product(width, columns));
    for (int i = 0; i * columns < x.dim(1); i++) {
      long at = (long) first * dw.dim(1) + i * columns;
      product.run(transposed, packedX + packing.start(i), dw.address() + at * Float.BYTES);
    }
  }

  /** The product of a stripe of dyᵀ with ones. */
  private MatMul.Shape sums(int width) {
    return new MatMul.Shape(
        width,
        1,
        length,
        dy.type(),
        ElementType.FLOAT32,
        length,
        0,
        1,
        Weights.PACKED,
        Epilogue.NONE);
  }
}

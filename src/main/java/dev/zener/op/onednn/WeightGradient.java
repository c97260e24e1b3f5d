package dev.zener.op.onednn;

import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.op.onednn.MatMul.Epilogue;
import dev.zener.op.onednn.MatMul.Weights;
import dev.zener.op.onednn.Scratch.Use;

/**
 * dw = dyᵀ x and db = Σ_n dy in float32, stripe by stripe of dy's columns. x is packed anew each
 * time.
 */
final class WeightGradient {
  /** Multiplications below which starting a second thread costs more than it saves. */
  private static final long SERIAL = 1 << 18;

  /** Rows of dw that are computed in one product. */
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
    stripes = dw == null && db == null ? 0 : Math.max(1, o / STRIPE);
    last = o - (stripes - 1) * STRIPE;
    Packing packing = packing();
    length = packing.length();
    packedX = dw == null ? 0 : Scratch.shared(Use.PACKED_X).address(packing.bytes());
    ones = db == null ? 0 : Ones.packed(sums(last));
  }

  /** In how many parts it can be computed, by threads of any number. */
  int items() {
    return stripes;
  }

  /** Whether a second thread costs more than it saves. */
  boolean isSmall() {
    return (long) dy.dim(1) * x.size() < SERIAL;
  }

  /** What all parts wait for: brings x into a product's layout, if that is wanted. */
  void prepare() {
    try {
      if (dw != null) {
        packing().run(x, packedX);
      }
    } finally {
      prepared = true; // whatever happens, nobody waits for ever
    }
  }

  private Packing packing() {
    return Packing.of(x.type(), x.dim(0), x.dim(1));
  }

  /** Computes a part: some rows of dw and as many elements of db. */
  void run(int stripe) {
    int first = stripe * STRIPE;
    int width = stripe == stripes - 1 ? last : STRIPE;
    long transposed = Scratch.shared(Use.STRIPE).address((long) width * length * dy.type().bytes());
    Transposition.run(dy, first, width, length, transposed);
    if (db != null) { // now that the stripe is near
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

  /** A stripe of dyᵀ times ones. */
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

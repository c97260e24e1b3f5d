package dev.zener.op.onednn;

import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.device.Workers;
import dev.zener.op.onednn.MatMul.Epilogue;
import dev.zener.op.onednn.MatMul.Weights;

/**
 * dw = dyᵀ x and db = Σ_n dy in float32. x is packed anew each time; each worker computes a slice
 * of the rows of dw.
 */
final class WeightGradient implements AutoCloseable {
  /** Multiplications below which starting a second thread costs more than it saves. */
  private static final long SERIAL = 1 << 18;

  /** Rows of dw that are computed in one product. */
  private static final int STRIPE = 128;

  private final Scratch packed = new Scratch();
  private final Scratch ones = new Scratch();

  /** dw [O,I] from dy [N,O] and x [N,I] of one type, N ≥ 1. */
  void weights(Tensor dy, Tensor x, Tensor dw) {
    int o = dw.dim(0);
    int stripes = Math.max(1, o / STRIPE);
    int last = o - (stripes - 1) * STRIPE;
    Packing packing = Packing.of(shape(dy, x, dw, last), x.type());
    long address = packed.address(packing.bytes());
    packing.run(x.address(), address);
    Workers.each(
        stripes,
        (long) dw.size() * x.dim(0) < SERIAL ? Integer.MAX_VALUE : 2,
        s -> {
          int first = s * STRIPE;
          Primitives.matMul(shape(dy, x, dw, s == stripes - 1 ? last : STRIPE))
              .run(
                  dy.address() + (long) first * dy.type().bytes(),
                  address,
                  dw.address() + (long) first * dw.dim(1) * Float.BYTES,
                  0);
        });
  }

  private static MatMul.Shape shape(Tensor dy, Tensor x, Tensor dw, int rows) {
    return new MatMul.Shape(
        rows,
        dw.dim(1),
        x.dim(0),
        x.type(),
        ElementType.FLOAT32,
        true,
        dy.dim(1),
        0,
        dw.dim(1),
        Weights.PACKED,
        Epilogue.NONE);
  }

  /** db [O] from dy [N,O], N ≥ 1: a row of ones times dy. */
  void bias(Tensor dy, Tensor db) {
    int n = dy.dim(0);
    Tensor row = ones.tensor(dy.type(), n);
    for (int i = 0; i < n; i++) {
      row.set(i, 1);
    }
    Slices columns = Slices.of(db.size());
    Workers.run(
        columns.count(),
        dy.size() < SERIAL ? Integer.MAX_VALUE : 2,
        (from, to) -> {
          for (int c = from; c < to; c++) {
            Primitives.matMul(bias(dy, columns.width(c)))
                .run(
                    row.address(),
                    dy.address() + (long) columns.start(c) * dy.type().bytes(),
                    db.address() + (long) columns.start(c) * Float.BYTES,
                    0);
          }
        });
  }

  private static MatMul.Shape bias(Tensor dy, int width) {
    return new MatMul.Shape(
        1,
        width,
        dy.dim(0),
        dy.type(),
        ElementType.FLOAT32,
        false,
        dy.dim(0),
        dy.dim(1),
        dy.dim(1),
        Weights.PLAIN,
        Epilogue.NONE);
  }

  @Override
  public void close() {
    packed.close();
    ones.close();
  }
}

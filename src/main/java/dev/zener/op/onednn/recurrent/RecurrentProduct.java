package dev.zener.op.onednn.recurrent;

import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.op.onednn.primitive.Gemm;
import dev.zener.op.onednn.primitive.Reorder;
import dev.zener.op.onednn.primitive.Scratch;

/**
 * The product of the rows x [m,k] of a step with row-major weights [k,n]: h whᵀ, for which whᵀ is
 * copied first, or dz wh. Any threads may run it at the same time, each with a {@link Gemm} of its
 * own. For the few rows of a step, weights in a packed layout are not faster (AVX2, H of 25, 100
 * and 200).
 */
record RecurrentProduct(long weights, int k, int n) {
  /** h whᵀ with wh [4H,H]; the copy is valid until the memory is next used. */
  static RecurrentProduct ofStates(Tensor wh, Scratch memory) {
    int rows = wh.dim(0);
    int columns = wh.dim(1);
    long copy = memory.address(wh.byteSize());
    Reorder.transposition(ElementType.FLOAT32, rows, columns).run(wh.address(), copy);
    return new RecurrentProduct(copy, columns, rows);
  }

  /** dz wh with wh [4H,H]. */
  static RecurrentProduct ofGradients(Tensor wh) {
    return new RecurrentProduct(wh.address(), wh.dim(0), wh.dim(1));
  }

  /**
   * y = x w.
   *
   * @param x the address of [rows,k]
   * @param y the address of [rows,n]
   */
  void run(Gemm gemm, int rows, long x, long y) {
    gemm.run(false, false, rows, n, k, 1, x, k, weights, n, 0, y, n);
  }
}

package dev.zener.op.onednn.recurrent;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.op.onednn.primitive.Layouts;
import dev.zener.op.onednn.primitive.MatMul;
import dev.zener.op.onednn.primitive.Primitives;
import dev.zener.op.onednn.primitive.Reorder;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.global.dnnl;

/**
 * The product of a step with wh [4H,H] in oneDNN's packed layout: h whᵀ, or dz wh. The weights are
 * packed again when they have changed. Any threads may run it at the same time.
 */
final class RecurrentProduct implements AutoCloseable {
  private final boolean transposed;
  private Block packed = Block.allocate(0);
  private Tensor weights;
  private long version;
  private int n;
  private int k;

  /** A product with whᵀ or with wh. */
  RecurrentProduct(boolean transposed) {
    this.transposed = transposed;
  }

  /** The bytes that {@link #prepare} will allocate for these weights. */
  long growth(Tensor wh) {
    return weights == wh ? 0 : wh.byteSize();
  }

  /** Packs the weights, unless that is done. */
  void prepare(Tensor wh) {
    if (weights == wh && version == wh.version()) {
      return;
    }
    n = wh.dim(transposed ? 0 : 1);
    k = wh.dim(transposed ? 1 : 0);
    int row = wh.dim(1);
    dnnl_memory_desc layout = MatMul.packed(MatMul.Shape.forward(1, n, k, ElementType.FLOAT32));
    try (Layouts layouts = new Layouts()) {
      long bytes = dnnl.dnnl_memory_desc_get_size(layout);
      if (bytes > packed.bytes()) {
        packed.close();
        packed = Block.allocate(bytes);
      }
      long[] strides = transposed ? new long[] {1, row} : new long[] {row, 1};
      dnnl_memory_desc plain = layouts.of(ElementType.FLOAT32, new long[] {k, n}, strides);
      try (Reorder reorder = new Reorder(plain, layout)) {
        reorder.run(wh.address(), packed.address());
      }
    } finally {
      dnnl.dnnl_memory_desc_destroy(layout);
    }
    weights = wh;
    version = wh.version();
  }

  /** Rounds up a number of rows, so that few primitives serve all numbers. */
  static int rounded(int rows) {
    int unit = rows <= 32 ? 4 : 16;
    return (rows + unit - 1) / unit * unit;
  }

  /**
   * Computes some rows, and up to {@link #rounded} of them with other contents.
   *
   * @param x the address of [rows,k]
   * @param y the address of [rows,n]
   */
  void run(int rows, long x, long y) {
    Primitives.matMul(MatMul.Shape.forward(rounded(rows), n, k, ElementType.FLOAT32))
        .run(x, packed.address(), y);
  }

  @Override
  public void close() {
    packed.close();
  }
}

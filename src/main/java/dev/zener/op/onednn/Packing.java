package dev.zener.op.onednn;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.global.dnnl;

/** Brings a plain matrix into the layout that a product wants. Belongs to one thread. */
final class Packing implements AutoCloseable {
  private record Key(MatMul.Shape product, ElementType type) {}

  private final Reorder reorder;
  private final long bytes;

  private Packing(Key key) {
    MatMul.Shape product = key.product;
    dnnl_memory_desc to = MatMul.packed(product);
    dnnl_memory_desc from =
        MovableMemory.layout(
            key.type, new long[] {product.k(), product.n()}, new long[] {product.n(), 1});
    try {
      reorder = new Reorder(from, to);
      bytes = Block.align(dnnl.dnnl_memory_desc_get_size(to));
    } finally {
      dnnl.dnnl_memory_desc_destroy(from);
      dnnl.dnnl_memory_desc_destroy(to);
    }
  }

  /**
   * The calling thread's.
   *
   * @param product the product whose w is packed
   * @param type of the plain matrix, whose rows lie end to end
   */
  static Packing of(MatMul.Shape product, ElementType type) {
    Key key = new Key(product, type);
    return Primitives.get(key, Packing.class, () -> new Packing(key));
  }

  /** Size of the result, aligned. */
  long bytes() {
    return bytes;
  }

  void run(long from, long to) {
    reorder.run(from, to);
  }

  @Override
  public void close() {
    reorder.close();
  }
}

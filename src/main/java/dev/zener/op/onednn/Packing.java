package dev.zener.op.onednn;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.global.dnnl;

/**
 * Brings a plain matrix into the layout that a product wants, where possible in groups of columns
 * that narrower products want just so. Belongs to one thread.
 */
final class Packing implements AutoCloseable {
  private record Key(MatMul.Shape product, ElementType type, int group) {}

  private final Reorder reorder;
  private final long bytes;
  private final int columns;
  private final long apart;

  private Packing(Key key) {
    MatMul.Shape product = key.product;
    dnnl_memory_desc from =
        MovableMemory.layout(
            key.type, new long[] {product.k(), product.n()}, new long[] {product.n(), 1});
    try (PackedLayout to = new PackedLayout(product)) {
      reorder = new Reorder(from, to.get());
      bytes = Block.align(to.bytes());
      boolean grouped = fallsInto(to, product, key.group);
      columns = grouped ? key.group : product.n();
      apart = grouped ? to.offset(0, key.group) * product.operands().bytes() : bytes;
    } finally {
      dnnl.dnnl_memory_desc_destroy(from);
    }
  }

  /** Whether groups of columns lie as a product of one group wants it. */
  private static boolean fallsInto(PackedLayout all, MatMul.Shape product, int group) {
    if (group >= product.n() || product.n() % group != 0) {
      return false;
    }
    try (PackedLayout part = all.part(product.k(), group);
        PackedLayout wanted = new PackedLayout(product.withColumns(group))) {
      return part != null && part.sameAs(wanted);
    }
  }

  /**
   * The calling thread's.
   *
   * @param product the product whose w is packed
   * @param type of the plain matrix, whose rows lie end to end
   * @param group how many columns narrower products take
   */
  static Packing of(MatMul.Shape product, ElementType type, int group) {
    Key key = new Key(product, type, group);
    return Primitives.get(key, Packing.class, () -> new Packing(key));
  }

  /** Size of the result, aligned. */
  long bytes() {
    return bytes;
  }

  /** Columns of a group; all if the layout does not fall into such groups. */
  int columns() {
    return columns;
  }

  /** Where group {@code i} begins, in bytes. */
  long start(int i) {
    return i * apart;
  }

  void run(long from, long to) {
    reorder.run(from, to);
  }

  @Override
  public void close() {
    reorder.close();
  }
}

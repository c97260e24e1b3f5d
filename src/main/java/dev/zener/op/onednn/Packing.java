package dev.zener.op.onednn;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.LongPointer;

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
    dnnl_memory_desc to = MatMul.packed(product);
    dnnl_memory_desc from =
        MovableMemory.layout(
            key.type, new long[] {product.k(), product.n()}, new long[] {product.n(), 1});
    try {
      reorder = new Reorder(from, to);
      bytes = Block.align(dnnl.dnnl_memory_desc_get_size(to));
      boolean several = key.group < product.n() && product.n() % key.group == 0;
      long offset = several ? offset(to, product, key.group) : -1;
      columns = offset < 0 ? product.n() : key.group;
      apart = Math.max(offset, 0) * product.operands().bytes();
    } finally {
      dnnl.dnnl_memory_desc_destroy(from);
      dnnl.dnnl_memory_desc_destroy(to);
    }
  }

  /** Elements from a group to the next; −1 if a product of one group wants another layout. */
  private static long offset(dnnl_memory_desc all, MatMul.Shape product, int group) {
    long[] shape = {product.k(), group};
    dnnl_memory_desc first = new dnnl_memory_desc();
    dnnl_memory_desc second = new dnnl_memory_desc();
    dnnl_memory_desc wanted = MatMul.packed(product.withColumns(group));
    try (LongPointer offset = new LongPointer(1)) {
      Engine.check(
          dnnl.dnnl_memory_desc_create_submemory(first, all, shape, new long[] {0, 0}), "group");
      Engine.check(
          dnnl.dnnl_memory_desc_create_submemory(second, all, shape, new long[] {0, group}),
          "group");
      Engine.check(
          dnnl.dnnl_memory_desc_query(second, dnnl.dnnl_query_submemory_offset_s64, offset),
          "offset of a group");
      return dnnl.dnnl_memory_desc_equal(first, wanted) == 1 ? offset.get() : -1;
    } finally {
      dnnl.dnnl_memory_desc_destroy(first);
      dnnl.dnnl_memory_desc_destroy(second);
      dnnl.dnnl_memory_desc_destroy(wanted);
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

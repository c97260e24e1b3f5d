package dev.zener.op.onednn.linear;

import dev.zener.op.onednn.primitive.Engine;
import dev.zener.op.onednn.primitive.MatMul;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** The blocked layout that oneDNN prefers for the second operand [k,n] of a product. */
final class PackedLayout implements AutoCloseable {
  private final int k;
  private final int n;
  private final dnnl_memory_desc layout;

  /** The layout of w in a product. */
  PackedLayout(MatMul.Shape product) {
    this(product.k(), product.n(), MatMul.packed(product));
  }

  private PackedLayout(int k, int n, dnnl_memory_desc layout) {
    this.k = k;
    this.n = n;
    this.layout = layout;
  }

  /** The oneDNN layout, which this object still owns. */
  dnnl_memory_desc get() {
    return layout;
  }

  long bytes() {
    return dnnl.dnnl_memory_desc_get_size(layout);
  }

  /**
   * The layout of the first rows and columns within this one; null if they are not whole blocks.
   */
  PackedLayout part(int height, int width) {
    dnnl_memory_desc part = at(0, 0, height, width);
    return part == null ? null : new PackedLayout(height, width, part);
  }

  private dnnl_memory_desc at(int row, int column, int height, int width) {
    dnnl_memory_desc part = new dnnl_memory_desc();
    int status =
        dnnl.dnnl_memory_desc_create_submemory(
            part, layout, new long[] {height, width}, new long[] {row, column});
    return status == dnnl.dnnl_success ? part : null;
  }

  /**
   * The offset, in elements, of the block that starts at a row and column; −1 if none does.
   *
   * @param row below k
   * @param column below n
   */
  long offset(int row, int column) {
    dnnl_memory_desc part = at(row, column, k - row, n - column);
    if (part == null) {
      return -1;
    }
    try (LongPointer offset = new LongPointer(1)) {
      Engine.check(
          dnnl.dnnl_memory_desc_query(part, dnnl.dnnl_query_submemory_offset_s64, offset),
          "offset in packed weights");
      return offset.get();
    } finally {
      dnnl.dnnl_memory_desc_destroy(part);
    }
  }

  /** Whether both layouts are equal. */
  boolean sameAs(PackedLayout other) {
    return dnnl.dnnl_memory_desc_equal(layout, other.layout) == 1;
  }

  /**
   * Whether {@code other}, which has fewer rows, has the same blocks at the same distances as this
   * layout, so that only the padding of its last blocks differs.
   */
  boolean fillsUp(PackedLayout other) {
    return bytes() == other.bytes() && blocks().equals(other.blocks());
  }

  /** The strides, then the sizes and dimensions of the inner blocks. */
  private List<Long> blocks() {
    try (IntPointer count = new IntPointer(1)) {
      query(dnnl.dnnl_query_inner_nblks_s32, count);
      List<Long> all = new ArrayList<>(numbers(dnnl.dnnl_query_strides, 2));
      all.addAll(numbers(dnnl.dnnl_query_inner_blks, count.get()));
      all.addAll(numbers(dnnl.dnnl_query_inner_idxs, count.get()));
      return all;
    }
  }

  private List<Long> numbers(int what, int count) {
    try (PointerPointer<LongPointer> found = new PointerPointer<>(1)) {
      query(what, found);
      LongPointer numbers = new LongPointer(found.get(0));
      return LongStream.range(0, count).map(numbers::get).boxed().toList();
    }
  }

  private void query(int what, Pointer into) {
    Engine.check(dnnl.dnnl_memory_desc_query(layout, what, into), "blocks of packed weights");
  }

  @Override
  public void close() {
    dnnl.dnnl_memory_desc_destroy(layout);
  }
}

package dev.zener.op.onednn;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.device.Workers;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.global.dnnl;

/**
 * A layer's weights [O,I] as oneDNN multiplies them fastest, cut into slices of the result's
 * columns. Made once for all kernels that read the same tensor, and again when the tensor has
 * changed.
 */
final class PackedWeights implements AutoCloseable {
  /** What distinguishes one packing from another. Tensors are compared by identity. */
  private record Key(Tensor weights, boolean transposed, ElementType operands) {}

  private static final Map<Key, PackedWeights> SHARED = new HashMap<>();

  private final Key key;
  private final Slices slices;
  private final int k;
  private final dnnl_memory_desc[] layouts;
  private final long[] offsets;
  private final Block block;
  private long version = -1;
  private int users;

  /**
   * The packing of {@code weights}; whoever takes it closes it.
   *
   * @param transposed for x wᵀ, else for x w
   */
  static PackedWeights of(Tensor weights, boolean transposed, ElementType operands) {
    synchronized (SHARED) {
      PackedWeights packed =
          SHARED.computeIfAbsent(new Key(weights, transposed, operands), PackedWeights::new);
      packed.users++;
      return packed;
    }
  }

  private PackedWeights(Key key) {
    this.key = key;
    Tensor w = key.weights;
    slices = Slices.of(w.dim(key.transposed ? 0 : 1));
    k = w.dim(key.transposed ? 1 : 0);
    layouts = new dnnl_memory_desc[slices.count()];
    offsets = new long[slices.count()];
    long bytes = 0;
    for (int i = 0; i < layouts.length; i++) {
      layouts[i] = MatMul.packed(MatMul.Shape.forward(1, slices.width(i), k, key.operands));
      offsets[i] = bytes;
      bytes += Block.align(dnnl.dnnl_memory_desc_get_size(layouts[i]));
    }
    block = Block.allocate(bytes);
  }

  /** Whether this packs that tensor for such operands. */
  boolean holds(Tensor weights, ElementType operands) {
    return key.weights == weights && key.operands == operands;
  }

  /** Columns of the result, cut. */
  Slices slices() {
    return slices;
  }

  /** Length of the sums. */
  int k() {
    return k;
  }

  ElementType operands() {
    return key.operands;
  }

  /** Where a slice lies, which is as current as the last {@link #refresh}. */
  long address(int slice) {
    return block.address() + offsets[slice];
  }

  /** Packs again if the tensor says that it has changed. */
  void refresh() {
    synchronized (this) {
      if (version == key.weights.version()) {
        return;
      }
      version = key.weights.version();
      int parallel = (long) slices.n() * k < 1 << 15 ? Integer.MAX_VALUE : 2;
      Workers.run(
          slices.count(),
          parallel,
          (from, to) -> {
            for (int i = from; i < to; i++) {
              pack(i);
            }
          });
    }
  }

  private record Packing(
      ElementType from, ElementType to, boolean transposed, int width, int k, int row) {}

  private void pack(int slice) {
    Tensor w = key.weights;
    int width = slices.width(slice);
    int row = w.dim(1);
    Reorder reorder =
        Primitives.get(
            new Packing(w.type(), key.operands, key.transposed, width, k, row),
            Reorder.class,
            () -> {
              long[] strides = key.transposed ? new long[] {1, row} : new long[] {row, 1};
              dnnl_memory_desc from =
                  MovableMemory.layout(w.type(), new long[] {k, width}, strides);
              try {
                return new Reorder(from, layouts[slice]);
              } finally {
                dnnl.dnnl_memory_desc_destroy(from);
              }
            });
    long first = (long) slices.start(slice) * (key.transposed ? row : 1);
    reorder.run(w.address() + first * w.type().bytes(), address(slice));
  }

  @Override
  public void close() {
    synchronized (SHARED) {
      if (--users > 0) {
        return;
      }
      SHARED.remove(key);
      block.close();
      for (dnnl_memory_desc layout : layouts) {
        dnnl.dnnl_memory_desc_destroy(layout);
      }
    }
  }
}

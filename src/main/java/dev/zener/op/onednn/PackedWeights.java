package dev.zener.op.onednn;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.device.Workers;
import java.util.HashMap;
import java.util.List;
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

  private void pack(int slice) {
    Tensor w = key.weights;
    int width = slices.width(slice);
    int row = w.dim(1);
    long first = (long) slices.start(slice) * (key.transposed ? row : 1);
    long from = w.address() + first * w.type().bytes();
    if (!key.transposed) {
      reorder(w.type(), new long[] {row, 1}, slice).run(from, address(slice));
    } else if (w.type() == key.operands) {
      reorder(w.type(), new long[] {1, row}, slice).run(from, address(slice));
    } else {
      transpose(from, width, row, slice);
    }
  }

  /** In three passes, each of which oneDNN does well: cast, transpose, pack. */
  private void transpose(long from, int width, int row, int slice) {
    long size = (long) width * row * key.operands.bytes();
    long cast = Scratch.shared(Scratch.Use.WEIGHTS).address(2 * size);
    long[] end = {(long) width * row};
    long[] one = {1};
    Reorder.of(key.weights.type(), key.operands, end, one, one).run(from, cast);
    long[] shape = {width, row};
    Reorder.of(key.operands, key.operands, shape, new long[] {row, 1}, new long[] {1, width})
        .run(cast, cast + size);
    reorder(key.operands, new long[] {width, 1}, slice).run(cast + size, address(slice));
  }

  private record Into(ElementType from, ElementType to, List<Long> strides, int k, int n) {}

  /** The calling thread's reorder from plain [k, width] of such strides into a slice's layout. */
  private Reorder reorder(ElementType type, long[] strides, int slice) {
    int width = slices.width(slice);
    return Primitives.get(
        new Into(type, key.operands, List.of(strides[0], strides[1]), k, width),
        Reorder.class,
        () -> {
          dnnl_memory_desc plain = MovableMemory.layout(type, new long[] {k, width}, strides);
          try {
            return new Reorder(plain, layouts[slice]);
          } finally {
            dnnl.dnnl_memory_desc_destroy(plain);
          }
        });
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

package dev.zener.op.onednn.linear;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.op.onednn.primitive.Layouts;
import dev.zener.op.onednn.primitive.MatMul;
import dev.zener.op.onednn.primitive.Primitives;
import dev.zener.op.onednn.primitive.Reorder;

/**
 * Weights [O,I] in oneDNN's packed layout as the second operand [k,n] of a product, either wᵀ or w,
 * cut into slices of the result's columns.
 */
final class PackedSide implements AutoCloseable {
  /** The number of rows of the weights packed at once, a multiple of a layout's blocks. */
  static final int STRIPE = 64;

  /** The number of columns of the weights packed at once for wᵀ; more do not fit the cache. */
  private static final int BLOCK = 256;

  private final Tensor weights;
  private final ElementType operands;
  private final boolean transposed;
  private final Slices slices;
  private final int k;
  private final PackedLayout[] layouts;
  private final long[] offsets;
  private final Block block;

  /** The rows of a packed part. */
  private final int height;

  /** The columns of a packed part; 0 means all columns of a slice. */
  private final int width;

  /** The distance in elements from a part to the one below, for each slice. */
  private final long[] down;

  /** The distance in elements from a part to the one to its right, for each slice. */
  private final long[] right;

  private long version = -1;

  /**
   * Allocates memory without packing the weights.
   *
   * @param transposed whether to pack wᵀ or w
   */
  PackedSide(Tensor weights, ElementType operands, boolean transposed) {
    this.weights = weights;
    this.operands = operands;
    this.transposed = transposed;
    slices = Slices.of(weights.dim(transposed ? 0 : 1));
    k = weights.dim(transposed ? 1 : 0);
    height = !transposed ? STRIPE : k % BLOCK == 0 ? BLOCK : k;
    width = transposed ? STRIPE : 0;
    layouts = new PackedLayout[slices.count()];
    offsets = new long[slices.count()];
    down = new long[slices.count()];
    right = new long[slices.count()];
    long bytes = 0;
    for (int i = 0; i < layouts.length; i++) {
      int columns = slices.width(i);
      layouts[i] = new PackedLayout(MatMul.Shape.forward(1, columns, k, operands));
      offsets[i] = bytes;
      down[i] = k > height ? layouts[i].offset(height, 0) : 0;
      right[i] = width > 0 && columns > width ? layouts[i].offset(0, width) : 0;
      bytes += Block.align(layouts[i].bytes());
    }
    block = Block.allocate(bytes);
  }

  /** The slices of the result's columns. */
  Slices slices() {
    return slices;
  }

  /** The length of the sums, k. */
  int k() {
    return k;
  }

  ElementType operands() {
    return operands;
  }

  /** Whether the weights have changed since {@link #renew}. */
  boolean isOld() {
    return version != weights.version();
  }

  /** Records that the current version of the weights is being packed. */
  void renew() {
    version = weights.version();
  }

  /** The address of a slice. */
  long address(int slice) {
    return block.address() + offsets[slice];
  }

  /** Whether {@link #pack} can be used: all stripes are complete and start at blocks. */
  boolean byStripes() {
    boolean whole = weights.dim(0) % STRIPE == 0;
    for (int i = 0; i < layouts.length; i++) {
      whole &= down[i] >= 0 && right[i] >= 0 && slices.start(i) % (transposed ? STRIPE : 1) == 0;
    }
    return whole;
  }

  /** Packs a slice directly from the weights. */
  void packSlice(int slice) {
    Tensor w = weights;
    long first = (long) slices.start(slice) * (transposed ? w.dim(1) : 1);
    reorder(w.type(), slice, k, slices.width(slice))
        .run(w.address() + first * w.type().bytes(), address(slice));
  }

  /**
   * Packs {@value #STRIPE} rows of the weights.
   *
   * @param first the first row, a multiple of {@value #STRIPE}
   * @param rows the address of these rows, contiguous and of the operands' type
   */
  void pack(int first, long rows) {
    if (transposed) {
      int slice = slices.holding(first);
      for (int c = 0; c < k; c += height) {
        pack(slice, c, first - slices.start(slice), width, rows + (long) c * operands.bytes());
      }
    } else {
      for (int i = 0; i < slices.count(); i++) {
        pack(i, first, 0, slices.width(i), rows + (long) slices.start(i) * operands.bytes());
      }
    }
  }

  private void pack(int slice, int top, int left, int columns, long from) {
    long offset = top / height * down[slice] + left / STRIPE * right[slice];
    reorder(operands, slice, height, columns).run(from, address(slice) + offset * operands.bytes());
  }

  private record Into(
      ElementType from,
      ElementType to,
      boolean transposed,
      int row,
      int k,
      int sliceWidth,
      int height,
      int width) {}

  /** The calling thread's reorder of rows of the weights to [height,width] of a slice. */
  private Reorder reorder(ElementType type, int slice, int height, int width) {
    int row = weights.dim(1);
    return Primitives.get(
        new Into(type, operands, transposed, row, k, slices.width(slice), height, width),
        Reorder.class,
        () -> {
          long[] strides = transposed ? new long[] {1, row} : new long[] {row, 1};
          try (Layouts plain = new Layouts();
              PackedLayout to = layouts[slice].part(height, width)) {
            return new Reorder(plain.of(type, new long[] {height, width}, strides), to.get());
          }
        });
  }

  @Override
  public void close() {
    block.close();
    for (PackedLayout layout : layouts) {
      layout.close();
    }
  }
}

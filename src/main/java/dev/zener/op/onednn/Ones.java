package dev.zener.op.onednn;

import dev.zener.device.Block;
import dev.zener.device.Tensor;

/** A column of ones: a matrix's product with it is the sum of the matrix's columns. */
final class Ones implements AutoCloseable {
  private record Key(MatMul.Shape product) {}

  private final Block block;

  private Ones(MatMul.Shape product) {
    try (PackedLayout layout = new PackedLayout(product)) {
      block = Block.allocate(layout.bytes());
    }
    int elements = Math.toIntExact(block.bytes() / product.operands().bytes());
    Tensor all = block.tensor(0, product.operands(), elements);
    for (int i = 0; i < elements; i++) {
      all.set(i, 1);
    }
  }

  /**
   * The address of a product's packed w [k,1] of ones. They lie alike in any layout, if what fills
   * it up are ones too: those make more columns of y, which nobody writes, and meet zeros.
   */
  static long packed(MatMul.Shape product) {
    Key key = new Key(product);
    return Primitives.get(key, Ones.class, () -> new Ones(product)).block.address();
  }

  @Override
  public void close() {
    block.close();
  }
}

package dev.zener.op.onednn.linear;

import dev.zener.device.Block;
import dev.zener.device.Tensor;
import dev.zener.op.onednn.primitive.MatMul;
import dev.zener.op.onednn.primitive.Primitives;

/** A column of ones; the product of a matrix with it is the sum of each row. */
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
   * The address of w [k,1] of ones, packed for a product. Filling all of the packed memory with
   * ones is correct in any layout: ones in the padding would only belong to columns of y that are
   * not written, or are multiplied by zeros.
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

package dev.zener.op.onednn;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.Tensor;

/** A row of ones: its product with a matrix is the sum of the matrix's rows. */
final class Ones implements AutoCloseable {
  private record Key(ElementType type, int length) {}

  private final Block block;

  private Ones(Key key) {
    block = Block.allocate((long) key.length * key.type.bytes());
    Tensor row = block.tensor(0, key.type, key.length);
    for (int i = 0; i < key.length; i++) {
      row.set(i, 1);
    }
  }

  /** The address of at least n ones; the calling thread's, but any may read them. */
  static long address(ElementType type, int n) {
    Key key = new Key(type, Integer.highestOneBit(Math.max(1, n - 1)) << 1);
    return Primitives.get(key, Ones.class, () -> new Ones(key)).block.address();
  }

  @Override
  public void close() {
    block.close();
  }
}

package dev.zener.op.onednn;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.Tensor;

/** Memory of one kernel that grows to the largest size asked for; contents don't survive a call. */
final class Scratch implements AutoCloseable {
  private Block block = Block.allocate(0);

  /** Uninitialised floats; the former ones are invalid. */
  Tensor floats(long... shape) {
    long bytes = Tensor.elements(shape) * Float.BYTES;
    if (bytes > block.bytes()) {
      block.close();
      block = Block.allocate(0); // what stays if there is no memory for more
      block = Block.allocate(bytes + bytes / 4);
    }
    return block.tensor(0, ElementType.FLOAT32, shape);
  }

  @Override
  public void close() {
    block.close();
  }
}

package dev.zener.op.onednn;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.Tensor;

/** Memory of one kernel that grows to the largest size asked for; contents don't survive a call. */
final class Scratch implements AutoCloseable {
  private Block block = Block.allocate(0);

  /** Uninitialised floats; the former contents are lost. */
  Tensor floats(long... shape) {
    return tensor(ElementType.FLOAT32, shape);
  }

  /** An uninitialised tensor; the former contents are lost. */
  Tensor tensor(ElementType type, long... shape) {
    reserve(Tensor.elements(shape) * type.bytes());
    return block.tensor(0, type, shape);
  }

  /** The address of so many uninitialised bytes; the former contents are lost. */
  long address(long bytes) {
    reserve(bytes);
    return block.address();
  }

  private void reserve(long bytes) {
    if (bytes > block.bytes()) {
      block.close();
      block = Block.allocate(0); // what stays if there is no memory for more
      block = Block.allocate(bytes + bytes / 4);
    }
  }

  @Override
  public void close() {
    block.close();
  }
}

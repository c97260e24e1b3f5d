package dev.zener.graph;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.Memory;
import dev.zener.device.Tensor;

/** One block that grows to the largest size asked for. */
final class Arena implements AutoCloseable {
  private final Memory memory;
  private Block block = Block.allocate(0);

  Arena(Memory memory) {
    this.memory = memory;
  }

  /** Makes room. → Whether it has grown, by which the contents are lost. */
  boolean reserve(long bytes) {
    boolean grows = bytes > block.bytes();
    if (grows) {
      block.close();
      block = Block.allocate(0); // what stays if there is no memory for more
      // an eighth more, so that a slightly larger batch does not allocate again
      block = memory.allocate(bytes + bytes / 8);
    }
    return grows;
  }

  long bytes() {
    return block.bytes();
  }

  Tensor tensor(long offset, ElementType type, long[] shape) {
    return block.tensor(offset, type, shape);
  }

  @Override
  public void close() {
    block.close();
  }
}

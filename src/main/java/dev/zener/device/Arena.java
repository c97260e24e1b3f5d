package dev.zener.device;

/** One block that grows to the largest size asked for. Growing loses what it holds. */
public final class Arena implements AutoCloseable {
  private final Memory memory;
  private Block block = Block.allocate(0);
  private long used;

  public Arena(Memory memory) {
    this.memory = memory;
  }

  /**
   * Makes room. → Whether it has grown, by which the contents are lost.
   *
   * @throws OutOfMemoryError if there is none; the arena is empty then
   */
  public boolean reserve(long bytes) {
    boolean grows = bytes > block.bytes();
    used = Math.max(used, bytes);
    if (grows) {
      block.close();
      block = Block.allocate(0); // what stays if there is no memory for more
      block = memory.allocate(withSlack(bytes));
    }
    return grows;
  }

  /** An eighth more, so that a slightly larger batch does not allocate again. */
  private static long withSlack(long bytes) {
    return bytes + bytes / 8;
  }

  /**
   * By how many bytes it would take more of the machine's memory if it had to make that room: what
   * nobody has asked for yet is not resident.
   */
  public long growth(long bytes) {
    return Math.max(0, bytes - used);
  }

  /** Size in bytes. */
  public long bytes() {
    return block.bytes();
  }

  /** Address of the first byte. */
  public long address() {
    return block.address();
  }

  /** A tensor that starts {@code offset} bytes into it, where room was made. */
  public Tensor tensor(long offset, ElementType type, long... shape) {
    return block.tensor(offset, type, shape);
  }

  @Override
  public void close() {
    block.close();
  }
}

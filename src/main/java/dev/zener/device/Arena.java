package dev.zener.device;

/** A block of memory that grows to the largest size requested. Growing discards its contents. */
public final class Arena implements AutoCloseable {
  private final Memory memory;
  private Block block = Block.allocate(0);
  private long used;

  public Arena(Memory memory) {
    this.memory = memory;
  }

  /**
   * Makes sure that the arena has at least this many bytes.
   *
   * @return whether the arena has grown, which discards its contents
   * @throws OutOfMemoryError if there is not enough memory; the arena is then empty
   */
  public boolean reserve(long bytes) {
    boolean grows = bytes > block.bytes();
    used = Math.max(used, bytes);
    if (grows) {
      block.close();
      block = Block.allocate(0); // remains if the next allocation fails
      block = memory.allocate(withSlack(bytes));
    }
    return grows;
  }

  /** Adds an eighth, so that a slightly larger batch does not need a new allocation. */
  private static long withSlack(long bytes) {
    return bytes + bytes / 8;
  }

  /**
   * The bytes by which resident memory would grow if this size were reserved. Allocated memory that
   * has not been requested yet does not count as resident.
   */
  public long growth(long bytes) {
    return Math.max(0, bytes - used);
  }

  /** The size in bytes. */
  public long bytes() {
    return block.bytes();
  }

  /** The address of the first byte. */
  public long address() {
    return block.address();
  }

  /** A tensor that starts at byte {@code offset} of the arena, which must have been reserved. */
  public Tensor tensor(long offset, ElementType type, long... shape) {
    return block.tensor(offset, type, shape);
  }

  @Override
  public void close() {
    block.close();
  }
}

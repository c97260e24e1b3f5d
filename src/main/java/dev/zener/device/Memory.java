package dev.zener.device;

/** A kind of memory: that of the host, or that of a device, which the host cannot access. */
public interface Memory {
  /** The host's memory. */
  Memory HOST =
      new Memory() {
        @Override
        public Block allocate(long bytes) {
          return Block.allocate(bytes);
        }

        @Override
        public boolean isHost() {
          return true;
        }

        @Override
        public void upload(Tensor host, Tensor here) {
          here.bytes().put(host.bytes());
        }

        @Override
        public void download(Tensor here, Tensor host) {
          host.bytes().put(here.bytes());
        }
      };

  /**
   * Allocates a block. The contents of a device block are undefined.
   *
   * @throws OutOfMemoryError if there is not enough memory; the message gives the size
   */
  Block allocate(long bytes);

  /** Whether the host can access this memory. */
  boolean isHost();

  /** The alignment of blocks in bytes, which tensors that share a block should have too. */
  default int alignment() {
    return Block.ALIGNMENT;
  }

  /** Rounds up to a multiple of {@link #alignment}. */
  default long align(long n) {
    return (n + alignment() - 1) / alignment() * alignment();
  }

  /** Copies a host tensor to a tensor in this memory, of the same type and shape. */
  void upload(Tensor host, Tensor here);

  /** Copies a tensor in this memory to a host tensor, after all work on it is done. */
  void download(Tensor here, Tensor host);

  /** Whether {@link #record} is supported. */
  default boolean canRecord() {
    return false;
  }

  /**
   * Records the operations that {@code work} starts on the device without running them. The same
   * work must have run before: what is loaded or chosen on first use must not be part of a
   * recording.
   */
  default Recording record(Runnable work) {
    throw new UnsupportedOperationException("this memory cannot record work");
  }

  /** Waits until all work on the device is done. */
  default void await() {}
}

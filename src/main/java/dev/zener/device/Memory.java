package dev.zener.device;

import java.util.Optional;

/** Where blocks lie: in the host's memory, or on a device whose addresses the host cannot read. */
public interface Memory {
  /** The process's own. */
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
   * Allocates; what a device's block holds is not defined.
   *
   * @throws OutOfMemoryError naming what was asked when there is no more
   */
  Block allocate(long bytes);

  /** Whether the host reads and writes it by itself. */
  boolean isHost();

  /** Copies the bytes of a host tensor into one of this memory, of the same type and shape. */
  void upload(Tensor host, Tensor here);

  /** The way back, once all work on the tensor is done. */
  void download(Tensor here, Tensor host);

  /**
   * What work puts on the device, recorded without running; empty where every call is run at once.
   */
  default Optional<Recording> record(Runnable work) {
    return Optional.empty();
  }

  /** Waits until all work is done. */
  default void await() {}
}

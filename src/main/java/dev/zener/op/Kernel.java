package dev.zener.op;

import dev.zener.device.Tensor;

/** An op on one backend, bound to its settings. Not thread-safe: it may keep scratch memory. */
@FunctionalInterface
public interface Kernel extends AutoCloseable {
  /**
   * Writes every element of every output. An output that nobody reads is null, and its work is left
   * out.
   */
  void run(Tensor[] inputs, Tensor[] outputs);

  @Override
  default void close() {}
}

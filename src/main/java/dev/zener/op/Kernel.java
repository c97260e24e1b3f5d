package dev.zener.op;

import dev.zener.device.Tensor;

/** An op on one backend, bound to its settings. Not thread-safe: it may keep scratch memory. */
@FunctionalInterface
public interface Kernel extends AutoCloseable {
  /**
   * What a run needs from the host: memory, lists, checks of what only the host can read. To be
   * called before each run with the same tensors; what {@link #run} then puts on a device does not
   * depend on the numbers in them.
   *
   * @throws IllegalArgumentException if a number that the host can read is not allowed
   */
  default void prepare(Tensor[] inputs, Tensor[] outputs) {}

  /**
   * Bytes of the host's memory that the next run takes and keeps beside its operands and its
   * scratch memory, as weights in another layout do.
   *
   * @param inputs as a run takes them, but what is no parameter has no numbers yet
   */
  default long growth(Tensor[] inputs, Tensor[] outputs) {
    return 0;
  }

  /**
   * Writes every element of every output. An output that nobody reads is null, and its work is left
   * out.
   */
  void run(Tensor[] inputs, Tensor[] outputs);

  @Override
  default void close() {}
}

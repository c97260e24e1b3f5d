package dev.zener.op.backend;

import dev.zener.device.Tensor;

/**
 * The implementation of an op with its settings on a backend. Not thread-safe. Code that runs
 * kernels of the CPU itself must set one OpenMP thread for its thread by {@link
 * dev.zener.device.OpenMp#single()}, as package {@code graph} does: with several, oneDNN's kernels
 * compute wrong numbers for some shapes.
 */
@FunctionalInterface
public interface Kernel extends AutoCloseable {
  /**
   * Does the work on the host that a run needs: allocating memory, building lists, and checking
   * values. Must be called before each run, with the same tensors. The operations that {@link #run}
   * then starts on a device must not depend on the values in the tensors.
   *
   * @throws IllegalArgumentException if a value that the host can read is not allowed
   */
  default void prepare(Tensor[] inputs, Tensor[] outputs) {}

  /**
   * The bytes of host memory that the next run allocates and keeps, without operands and scratch
   * memory; for example, for weights in another layout.
   *
   * @param inputs the inputs of the run, of which only parameters have values yet
   */
  default long growth(Tensor[] inputs, Tensor[] outputs) {
    return 0;
  }

  /**
   * Whether the operations that {@link #run} starts can be part of a recording. A kernel that waits
   * for the device or computes on the host cannot.
   *
   * @see dev.zener.device.Memory#record
   */
  default boolean canRecord() {
    return true;
  }

  /**
   * Writes every element of every output. An output that is never read is null, and its computation
   * is omitted.
   */
  void run(Tensor[] inputs, Tensor[] outputs);

  @Override
  default void close() {}
}

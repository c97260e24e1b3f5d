package dev.zener.graph;

import dev.zener.device.Tensor;
import java.util.Map;

/** Runs the steps of a program, on the host or on a device. */
interface Execution extends AutoCloseable {
  /**
   * Runs all steps.
   *
   * @param inputs the tensors of the placeholders by the index of their value; null at other
   *     indices
   * @return the wanted outputs on the host, valid until the next run
   */
  Map<String, Tensor> run(Tensor[] inputs);

  /** The current size of the arena in bytes. */
  long arenaBytes();

  /** The bytes of host memory that a run with these inputs would allocate in addition. */
  long growth(Tensor[] inputs);

  @Override
  void close();
}

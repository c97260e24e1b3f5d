package dev.zener.graph;

import dev.zener.device.Tensor;
import java.util.Map;

/** How a program's steps run: on the host, or on a device. */
interface Execution extends AutoCloseable {
  /**
   * Runs all steps.
   *
   * @param inputs the placeholders' tensors by the values' numbers, else null
   * @return the wanted outputs on the host, valid until the next run
   */
  Map<String, Tensor> run(Tensor[] inputs);

  /** Bytes of the arena as it is now. */
  long arenaBytes();

  /** Bytes of the host's memory that a run with such inputs would take beyond what runs have. */
  long growth(Tensor[] inputs);

  @Override
  void close();
}

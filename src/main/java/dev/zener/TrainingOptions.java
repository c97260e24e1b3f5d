package dev.zener;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * The resources that a training run may use. The memory limit does not change the result: a run
 * gives the same bits with any limit.
 *
 * @param device where to compute: auto, reference, onednn or cuda
 * @param maxMemory the maximum resident size of the process in bytes (Linux only); scoring and the
 *     teacher's outputs use smaller batches to stay below it, but training batches are never split,
 *     because the discrepancy loss (MMD) depends on which sentences share a batch; a run whose
 *     steps do not fit is refused before it starts; empty: no limit
 */
public record TrainingOptions(String device, OptionalLong maxMemory) {
  /** The best available device, no memory limit. */
  public static final TrainingOptions DEFAULTS = new TrainingOptions("auto", OptionalLong.empty());

  public TrainingOptions {
    Objects.requireNonNull(device, "device");
    Objects.requireNonNull(maxMemory, "maxMemory");
  }
}

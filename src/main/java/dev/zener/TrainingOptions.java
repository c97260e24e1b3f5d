package dev.zener;

import dev.zener.device.ThreadLimit;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The resources that a training run may use. The limits do not change the result: a run gives the
 * same bits with any of them.
 *
 * @param device where to compute: auto, reference, onednn or cuda
 * @param maxMemory the maximum resident size of the process in bytes (Linux only); scoring and the
 *     teacher's outputs use smaller batches to stay below it, but training batches are never split,
 *     because the discrepancy loss (MMD) depends on which sentences share a batch; a run whose
 *     steps do not fit is refused before it starts; empty: no limit
 * @param threads the maximum number of threads that compute on the CPU; empty: one per processor
 */
public record TrainingOptions(String device, OptionalLong maxMemory, OptionalInt threads) {
  /** The best available device, no limits. */
  public static final TrainingOptions DEFAULTS =
      new TrainingOptions("auto", OptionalLong.empty(), OptionalInt.empty());

  public TrainingOptions {
    Objects.requireNonNull(device, "device");
    Objects.requireNonNull(maxMemory, "maxMemory");
    TaggerOptions.requireMemory(maxMemory);
    ThreadLimit.of(threads); // checks the number
  }
}

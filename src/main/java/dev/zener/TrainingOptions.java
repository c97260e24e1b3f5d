package dev.zener;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * What a training may use, beside its configuration: another choice of memory gives the same bits.
 *
 * @param device what computes: auto, reference, onednn or cuda
 * @param maxMemory bytes that the process may hold resident (Linux): scoring and the teacher's
 *     outputs are computed in smaller batches where that is too little; a training whose steps do
 *     not fit is refused before it starts, since a batch that is cut is not the same batch to the
 *     discrepancy between its sentences; empty: as much as is needed
 */
public record TrainingOptions(String device, OptionalLong maxMemory) {
  /** The best device, all memory. */
  public static final TrainingOptions DEFAULTS = new TrainingOptions("auto", OptionalLong.empty());

  public TrainingOptions {
    Objects.requireNonNull(device, "device");
    Objects.requireNonNull(maxMemory, "maxMemory");
  }
}

package dev.zener.train;

import java.nio.file.Path;

/** Hears of a training's events; the loop itself draws, logs and saves nothing. */
public interface TrainListener {
  /** The run's folder, before its first training. */
  default void begun(Path directory) {}

  default void started(TrainEvent.Started event) {}

  default void step(TrainEvent.Step event) {}

  default void evaluated(TrainEvent.Evaluated event) {}

  default void finished(TrainEvent.Finished event) {}
}

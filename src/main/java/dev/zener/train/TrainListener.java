package dev.zener.train;

import java.nio.file.Path;

/** Receives the events of trainings, to show or log them. */
public interface TrainListener {
  /** Called with the run's folder before its first training. */
  default void begun(Path directory) {}

  default void started(TrainEvent.Started event) {}

  default void step(TrainEvent.Step event) {}

  default void evaluated(TrainEvent.Evaluated event) {}

  default void mapped(TrainEvent.Mapped event) {}

  default void finished(TrainEvent.Finished event) {}

  default void scored(TrainEvent.Scored event) {}
}

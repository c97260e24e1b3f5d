package dev.zener.train;

/** Hears of a training's events; the loop itself draws, logs and saves nothing. */
public interface TrainListener {
  default void started(TrainEvent.Started event) {}

  default void step(TrainEvent.Step event) {}

  default void evaluated(TrainEvent.Evaluated event) {}

  default void finished(TrainEvent.Finished event) {}
}

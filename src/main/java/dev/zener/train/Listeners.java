package dev.zener.train;

import java.nio.file.Path;
import java.util.List;

/** Passes each event to several listeners, in order. */
public record Listeners(List<TrainListener> all) implements TrainListener {
  @Override
  public void begun(Path directory) {
    all.forEach(l -> l.begun(directory));
  }

  @Override
  public void started(TrainEvent.Started event) {
    all.forEach(l -> l.started(event));
  }

  @Override
  public void step(TrainEvent.Step event) {
    all.forEach(l -> l.step(event));
  }

  @Override
  public void evaluated(TrainEvent.Evaluated event) {
    all.forEach(l -> l.evaluated(event));
  }

  @Override
  public void mapped(TrainEvent.Mapped event) {
    all.forEach(l -> l.mapped(event));
  }

  @Override
  public void finished(TrainEvent.Finished event) {
    all.forEach(l -> l.finished(event));
  }

  @Override
  public void scored(TrainEvent.Scored event) {
    all.forEach(l -> l.scored(event));
  }
}

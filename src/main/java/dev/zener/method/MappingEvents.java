package dev.zener.method;

import dev.zener.mapping.MappingListener;
import dev.zener.train.TrainEvent;
import dev.zener.train.TrainListener;

/** Passes the progress of a mapping on as events of a run. */
record MappingEvents(TrainEvent.Job job, TrainListener listener) implements MappingListener {
  @Override
  public void epoch(Epoch event) {
    pass(event.place().toString(), event.criterion(), event.best());
  }

  @Override
  public void mirrored(Mirrored event) {
    pass("mirror image", event.criterion(), event.best());
  }

  @Override
  public void solved(Solved event) {
    String part =
        event.round() == 0
            ? "start from " + event.pairs() + " pairs"
            : "round %d/%d".formatted(event.round(), event.ofRounds());
    pass(part, event.criterion(), event.best());
  }

  private void pass(String part, double criterion, boolean best) {
    listener.mapped(new TrainEvent.Mapped(job, part, criterion, best));
  }
}

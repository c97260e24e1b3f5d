package dev.zener.cli;

import dev.zener.train.TrainEvent;
import dev.zener.train.TrainListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints a line per evaluation: the step, the mean loss since the last evaluation, and F1. */
public final class EvaluationLines implements TrainListener {
  private final Appendable out;
  private double lossSum;
  private int steps;

  public EvaluationLines(Appendable out) {
    this.out = out;
  }

  @Override
  public void started(TrainEvent.Started event) {
    forgetLosses();
  }

  @Override
  public void step(TrainEvent.Step event) {
    lossSum += event.loss();
    steps++;
  }

  @Override
  public void evaluated(TrainEvent.Evaluated event) {
    print(
        String.format(
            Locale.ROOT,
            "%s  step %d/%d%s%s%s",
            event.job().title(),
            event.step(),
            event.totalSteps(),
            steps == 0 ? "" : String.format(Locale.ROOT, "  loss %.5f", lossSum / steps),
            percentages(event.scores()),
            event.best() ? "  best so far" : ""));
    forgetLosses();
  }

  @Override
  public void mapped(TrainEvent.Mapped event) {
    print(
        String.format(
            Locale.ROOT,
            "%s  %s  criterion %.4f%s",
            event.job().title(),
            event.part(),
            event.criterion(),
            event.best() ? "  best so far" : ""));
  }

  @Override
  public void finished(TrainEvent.Finished event) {
    print(
        String.format(
            Locale.ROOT, "%s  done, step %d selected", event.job().title(), event.chosenStep()));
  }

  @Override
  public void scored(TrainEvent.Scored event) {
    print(event.job().title() + "  test" + percentages(event.scores()));
  }

  private void forgetLosses() {
    lossSum = 0;
    steps = 0;
  }

  private static String percentages(Map<String, Double> scores) {
    return scores.entrySet().stream()
        .map(e -> String.format(Locale.ROOT, "  %s F1 %.2f", e.getKey(), 100 * e.getValue()))
        .collect(Collectors.joining());
  }

  /** Prints a line with a single call, so that other output to the terminal cannot split it. */
  private void print(String line) {
    try {
      out.append(line + System.lineSeparator());
    } catch (IOException e) {
      throw new UncheckedIOException("progress cannot be printed", e);
    }
  }
}

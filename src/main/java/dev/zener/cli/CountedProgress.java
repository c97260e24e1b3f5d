package dev.zener.cli;

import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar over a known number of sentences; shown only on a terminal. */
final class CountedProgress implements AutoCloseable {
  private static final int REDRAW_MILLISECONDS = 500;

  private final Optional<ProgressBar> bar;

  CountedProgress(Streams streams, String title, long sentences) {
    bar = streams.terminal() ? Optional.of(bar(streams, title, sentences)) : Optional.empty();
  }

  private static ProgressBar bar(Streams streams, String title, long sentences) {
    return new ProgressBarBuilder()
        .setTaskName(title)
        .setInitialMax(sentences)
        .setStyle(ProgressBarStyle.ASCII)
        .setUnit(" sent", 1)
        .setUpdateIntervalMillis(REDRAW_MILLISECONDS)
        .setConsumer(new ConsoleProgressBarConsumer(streams.err()))
        .clearDisplayOnFinish()
        .build();
  }

  /** Shows how many sentences are done. */
  void done(long sentences) {
    bar.ifPresent(shown -> shown.stepTo(sentences));
  }

  @Override
  public void close() {
    bar.ifPresent(ProgressBar::close);
  }
}

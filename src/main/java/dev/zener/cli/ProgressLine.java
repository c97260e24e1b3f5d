package dev.zener.cli;

import dev.zener.train.TrainEvent;
import dev.zener.train.TrainListener;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar with sentences per second and remaining time; shown only on a terminal. */
public final class ProgressLine implements TrainListener, AutoCloseable {
  private static final int REDRAW_MILLISECONDS = 500;
  private static final String ERASE_LINE = "\r\u001b[K";

  private final PrintStream err;
  private final boolean terminal;
  private ProgressBar bar;

  /**
   * Creates a progress bar.
   *
   * @param err the stream to draw on
   * @param terminal whether {@code err} is a terminal, see {@link #standardErrorIsTerminal}
   */
  public ProgressLine(PrintStream err, boolean terminal) {
    this.err = err;
    this.terminal = terminal;
  }

  /** Whether the standard error of the process is a terminal that can redraw a line. */
  public static boolean standardErrorIsTerminal() {
    if ("dumb".equals(System.getenv("TERM"))) {
      return false;
    }
    Path descriptor = Path.of("/proc/self/fd/2");
    return Files.isSymbolicLink(descriptor) ? isTerminal(descriptor) : System.console() != null;
  }

  /**
   * Java's System.console() covers only standard input and output, and from Java 22 not even these.
   */
  private static boolean isTerminal(Path descriptor) {
    try {
      String device = Files.readSymbolicLink(descriptor).toString();
      return device.startsWith("/dev/pts/") || device.matches("/dev/(tty|console).*");
    } catch (IOException e) {
      return false;
    }
  }

  /** A stream for lines that are to appear above the bar while it is drawn. */
  public Appendable above() {
    return terminal ? new Above(err) : err;
  }

  @Override
  public void started(TrainEvent.Started event) {
    close();
    if (terminal) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(event.job().title())
              .setInitialMax(event.totalSentences())
              .startsFrom(event.firstSentences(), Duration.ZERO)
              .setStyle(ProgressBarStyle.ASCII)
              .setUnit(" sent", 1)
              .showSpeed(new DecimalFormat("0", DecimalFormatSymbols.getInstance(Locale.ROOT)))
              .setUpdateIntervalMillis(REDRAW_MILLISECONDS)
              .setConsumer(new ConsoleProgressBarConsumer(err))
              .clearDisplayOnFinish()
              .build();
    }
  }

  @Override
  public void step(TrainEvent.Step event) {
    if (bar != null) {
      bar.stepBy(event.sentences());
    }
  }

  @Override
  public void finished(TrainEvent.Finished event) {
    close();
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  /** Erases the bar's line before printing; the bar redraws itself on the next line. */
  private record Above(PrintStream err) implements Appendable {
    @Override
    public Appendable append(CharSequence text) {
      err.print(ERASE_LINE + text);
      return this;
    }

    @Override
    public Appendable append(CharSequence text, int start, int end) {
      return append(text.subSequence(start, end));
    }

    @Override
    public Appendable append(char letter) {
      err.print(letter);
      return this;
    }
  }
}

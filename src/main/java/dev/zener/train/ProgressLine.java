package dev.zener.train;

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

/** A bar with sentences a second and the time left, on a terminal; nothing where there is none. */
public final class ProgressLine implements TrainListener, AutoCloseable {
  private static final int REDRAW_MILLISECONDS = 500;
  private static final String ERASE_LINE = "\r\u001b[K";

  private final PrintStream err;
  private final boolean terminal;
  private ProgressBar bar;

  /**
   * @param terminal whether {@code err} is one, see {@link #standardErrorIsTerminal}
   */
  public ProgressLine(PrintStream err, boolean terminal) {
    this.err = err;
    this.terminal = terminal;
  }

  /** Whether the process's standard error shows on a terminal that can redraw a line. */
  public static boolean standardErrorIsTerminal() {
    if ("dumb".equals(System.getenv("TERM"))) {
      return false;
    }
    Path descriptor = Path.of("/proc/self/fd/2");
    return Files.isSymbolicLink(descriptor) ? isTerminal(descriptor) : System.console() != null;
  }

  /** Java itself only tells of standard input and output, and 22 and later not even that. */
  private static boolean isTerminal(Path descriptor) {
    try {
      String device = Files.readSymbolicLink(descriptor).toString();
      return device.startsWith("/dev/pts/") || device.matches("/dev/(tty|console).*");
    } catch (IOException e) {
      return false;
    }
  }

  /** Where other lines can be printed while a bar is drawn: they appear above it. */
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

  /** Wipes the bar's line first; the bar draws itself anew on the next. */
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

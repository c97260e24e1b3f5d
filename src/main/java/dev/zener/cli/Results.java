package dev.zener.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Standard output: UTF-8 text, buffered until flushed. */
final class Results implements Appendable {
  /** Thrown if standard output cannot be written. */
  static final class Unwritten extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    private Unwritten(IOException cause) {
      super("standard output cannot be written", cause);
    }

    /** Whether the reader closed the pipe, as {@code head} does, which is not a failure. */
    boolean readerGone() {
      String message = String.valueOf(getCause().getMessage()).toLowerCase(Locale.ROOT);
      return message.contains("pipe");
    }
  }

  @FunctionalInterface
  private interface Action {
    void run() throws IOException;
  }

  private final Writer writer;

  Results(OutputStream out) {
    writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
  }

  @Override
  public Results append(CharSequence text) {
    return attempt(() -> writer.append(text));
  }

  @Override
  public Results append(CharSequence text, int start, int end) {
    return attempt(() -> writer.append(text, start, end));
  }

  @Override
  public Results append(char letter) {
    return attempt(() -> writer.append(letter));
  }

  Results flush() {
    return attempt(writer::flush);
  }

  private Results attempt(Action action) {
    try {
      action.run();
      return this;
    } catch (IOException e) {
      throw new Unwritten(e);
    }
  }
}

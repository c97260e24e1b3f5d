package dev.zener.train;

import dev.zener.problem.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Logs steps and evaluations as lines of JSON, passed to the operating system at once. A checkpoint
 * keeps {@link #position()}; a resumed run truncates the log there and writes the later lines
 * again. The start of a training is not logged, because a resumed training starts more than once.
 */
public final class MetricsLog implements TrainListener, AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path file;
  private final FileChannel channel;

  private MetricsLog(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Creates a log; the file must not exist. */
  public static MetricsLog create(Path file) throws IOException {
    return new MetricsLog(
        file, FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
  }

  /**
   * Opens a log to continue it.
   *
   * @param position the position stored in a checkpoint, in bytes; everything after it is removed
   * @throws InputException if no line ends at the position
   */
  public static MetricsLog resume(Path file, long position) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    if (!isLineStart(channel, position)) {
      channel.close();
      throw new InputException(
          file
              + ": no line ends at byte "
              + position
              + ", the position in the checkpoint; the log"
              + " was changed or belongs to another run");
    }
    channel.truncate(position).position(position);
    return new MetricsLog(file, channel);
  }

  private static boolean isLineStart(FileChannel channel, long position) throws IOException {
    if (position == 0) {
      return true;
    }
    ByteBuffer last = ByteBuffer.allocate(1);
    return position > 0 && channel.read(last, position - 1) == 1 && last.get(0) == '\n';
  }

  /** Forces the log to disk and returns its length in bytes, for a checkpoint to store. */
  public long position() throws IOException {
    channel.force(true);
    return channel.position();
  }

  @Override
  public void step(TrainEvent.Step event) {
    append(event);
  }

  @Override
  public void evaluated(TrainEvent.Evaluated event) {
    append(event);
  }

  @Override
  public void mapped(TrainEvent.Mapped event) {
    append(event);
  }

  @Override
  public void finished(TrainEvent.Finished event) {
    append(event);
  }

  @Override
  public void scored(TrainEvent.Scored event) {
    append(event);
  }

  private void append(TrainEvent event) {
    String line = JSON.writerFor(TrainEvent.class).writeValueAsString(event) + "\n";
    ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be written", e);
    }
  }

  /** Reads all events of a log, in order. */
  public static List<TrainEvent> read(Path file) throws IOException {
    List<TrainEvent> events = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      events.add(event(line, file, events.size() + 1));
    }
    return events;
  }

  private static TrainEvent event(String line, Path file, int number) {
    try {
      return JSON.readValue(line, TrainEvent.class);
    } catch (JacksonException e) {
      throw new InputException(
          file + ":" + number + ": is not a training event: " + e.getOriginalMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

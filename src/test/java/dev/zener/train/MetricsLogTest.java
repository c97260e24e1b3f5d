package dev.zener.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.problem.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsLogTest {
  private static final TrainEvent.Job JOB = new TrainEvent.Job("msd", Optional.of("sr"), 3);

  @TempDir Path folder;

  @Test
  void everyEventReadsBackAsItWas() throws IOException {
    Path file = folder.resolve("metrics.jsonl");
    TrainEvent.Step step = step(1, 1.0 / 3);
    TrainEvent.Evaluated evaluated =
        new TrainEvent.Evaluated(
            new TrainEvent.Job("teacher", Optional.empty(), 3),
            1,
            4,
            Map.of("source-dev", .5),
            true);
    TrainEvent.Mapped mapped = new TrainEvent.Mapped(JOB, "round 1/5", 0.5, true);
    TrainEvent.Finished finished = new TrainEvent.Finished(JOB, 4, 1);
    try (MetricsLog log = MetricsLog.create(file)) {
      log.step(step);
      log.evaluated(evaluated);
      log.mapped(mapped);
      log.finished(finished);
      assertThat(Files.readAllLines(file)).as("handed on at once").hasSize(4);
    }
    assertThat(MetricsLog.read(file)).containsExactly(step, evaluated, mapped, finished);
    assertThat(Files.readAllLines(file).get(0))
        .isEqualTo(
            "{\"event\":\"step\",\"job\":{\"method\":\"msd\",\"target\":\"sr\",\"seed\":3},"
                + "\"step\":1,\"totalSteps\":4,\"loss\":0.3333333333333333,"
                + "\"parts\":{\"soft\":0.25},\"sentences\":64,\"pieces\":900,"
                + "\"learningRate\":2.0E-5}");
  }

  @Test
  void aLossThatIsNoNumberIsLoggedToo() throws IOException {
    Path file = folder.resolve("metrics.jsonl");
    try (MetricsLog log = MetricsLog.create(file)) {
      log.step(step(1, Double.NaN));
    }
    assertThat(MetricsLog.read(file)).containsExactly(step(1, Double.NaN));
  }

  @Test
  void aResumedLogEqualsOneNeverStopped() throws IOException {
    Path whole = folder.resolve("whole.jsonl");
    try (MetricsLog log = MetricsLog.create(whole)) {
      for (int i = 1; i <= 4; i++) {
        log.step(step(i, i));
      }
    }
    Path resumed = folder.resolve("resumed.jsonl");
    long position;
    try (MetricsLog log = MetricsLog.create(resumed)) {
      log.step(step(1, 1));
      log.step(step(2, 2));
      position = log.position();
      log.step(step(3, 3));
    }
    Files.writeString(resumed, Files.readString(resumed) + "{\"event\":\"st");
    try (MetricsLog log = MetricsLog.resume(resumed, position)) {
      log.step(step(3, 3));
      log.step(step(4, 4));
    }
    assertThat(resumed).hasSameBinaryContentAs(whole);
  }

  @Test
  void aLogIsNotResumedWhereNoLineEnds() throws IOException {
    Path file = folder.resolve("metrics.jsonl");
    try (MetricsLog log = MetricsLog.create(file)) {
      log.step(step(1, 1));
    }
    long size = Files.size(file);
    for (long wrong : new long[] {-1, 5, size + 1}) {
      assertThatThrownBy(() -> MetricsLog.resume(file, wrong))
          .isInstanceOf(InputException.class)
          .hasMessageContaining(file + ": no line ends at byte " + wrong);
    }
    assertThat(file).hasSize(size);
    MetricsLog.resume(file, 0).close();
    assertThat(file).isEmptyFile();
  }

  @Test
  void aForeignLineIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("m.jsonl"), "{\"event\":\"lunch\"}\n");
    assertThatThrownBy(() -> MetricsLog.read(file))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file + ":1: is not a training event");
  }

  private static TrainEvent.Step step(long step, double loss) {
    return new TrainEvent.Step(JOB, step, 4, loss, Map.of("soft", 0.25), 64, 900, 2e-5);
  }
}

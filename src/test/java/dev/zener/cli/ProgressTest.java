package dev.zener.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.train.TrainEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final TrainEvent.Job JOB = new TrainEvent.Job("msd", Optional.of("sr"), 1);

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void aScoringIsOneLineWithTheMeanLossSinceTheLast() {
    StringBuilder out = new StringBuilder();
    EvaluationLines lines = new EvaluationLines(out);
    lines.started(new TrainEvent.Started(JOB, 0, 10, 0, 640));
    lines.step(step(1, 1.0));
    lines.step(step(2, 2.0));
    Map<String, Double> scores = new LinkedHashMap<>();
    scores.put("source-dev", 0.47123);
    scores.put("target-dev", 0.5);
    lines.evaluated(new TrainEvent.Evaluated(JOB, 2, 10, scores, true));
    lines.step(step(3, 4.0));
    lines.evaluated(new TrainEvent.Evaluated(JOB, 3, 10, Map.of("source-dev", 0.25), false));
    lines.evaluated(new TrainEvent.Evaluated(JOB, 3, 10, Map.of(), false));
    lines.finished(new TrainEvent.Finished(JOB, 10, 2));
    lines.scored(new TrainEvent.Scored(JOB, Map.of("sr", 0.54)));
    assertThat(out.toString().lines())
        .containsExactly(
            "msd sr, seed 1  step 2/10  loss 1.50000  source-dev F1 47.12  target-dev F1 50.00"
                + "  best so far",
            "msd sr, seed 1  step 3/10  loss 4.00000  source-dev F1 25.00",
            "msd sr, seed 1  step 3/10",
            "msd sr, seed 1  done, step 2 selected",
            "msd sr, seed 1  test  sr F1 54.00");
  }

  @Test
  void withoutATerminalThereIsNoBarAndLinesAreBare() throws IOException {
    try (ProgressLine progress = new ProgressLine(err, false)) {
      progress.started(new TrainEvent.Started(JOB, 0, 10, 0, 640));
      progress.step(step(1, 1.0));
      progress.above().append("a line\n");
      progress.finished(new TrainEvent.Finished(JOB, 10, 2));
    }
    assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("a line\n");
  }

  @Test
  void onATerminalTheBarCountsSentencesAndLinesStandAboveIt() throws IOException {
    try (ProgressLine progress = new ProgressLine(err, true)) {
      progress.started(new TrainEvent.Started(JOB, 5, 10, 320, 640));
      for (int i = 6; i <= 10; i++) {
        progress.step(step(i, 1.0));
      }
      progress.above().append("a line\n");
      progress.finished(new TrainEvent.Finished(JOB, 10, 2));
    }
    String shown = bytes.toString(StandardCharsets.UTF_8);
    assertThat(shown).contains("msd sr, seed 1").contains("640/640").contains(" sent/s");
    assertThat(shown).contains("\r\u001b[Ka line\n");
  }

  private static TrainEvent.Step step(long step, double loss) {
    return new TrainEvent.Step(JOB, step, 10, loss, Map.of(), 64, 900, 2e-5);
  }
}

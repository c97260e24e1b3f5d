package dev.zener.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.config.ConfigFile;
import dev.zener.method.Direct;
import dev.zener.method.Method;
import dev.zener.method.Tsl;
import dev.zener.metric.Counts;
import dev.zener.train.TrainEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final Method DIRECT = new ConfigFile().defaults(Direct.class);
  private static final Method TSL = new ConfigFile().defaults(Tsl.class);

  /** Sentences with one entity each, of which the first ones are found. */
  private static RunResult result(Method method, long seed, String testSet, int found) {
    List<Counts> sentences = new ArrayList<>(Collections.nCopies(found, new Counts(1, 1, 1)));
    sentences.addAll(Collections.nCopies(20 - found, new Counts(1, 0, 0)));
    TrainEvent.Job job = new TrainEvent.Job(method.key(), Optional.empty(), seed);
    return new RunResult(method, job, testSet, TestScore.of(sentences));
  }

  @Test
  void aRowIsComparedWithTheOthersOnEachTestSet() {
    List<RunResult> results =
        List.of(
            result(DIRECT, 1, "sr", 10),
            result(DIRECT, 1, "hr", 10),
            result(DIRECT, 2, "sr", 8),
            result(DIRECT, 2, "hr", 8),
            result(TSL, 1, "sr", 20),
            result(TSL, 1, "hr", 10),
            result(TSL, 2, "sr", 20),
            result(TSL, 2, "hr", 8));
    List<String> notes = new Comparison(results).notes(TSL, List.of(DIRECT, TSL));
    // of 40 entities direct finds 18, with F1 = 2·18/(40+18) = 62.07
    assertThat(notes)
        .containsExactly(
            "TSL minus Direct transfer: sr +37.93 (p = 0.0001), hr +0.00 (p = 1.0000).",
            "p: two-sided, paired approximate randomisation of sentences, all seeds together, 10000"
                + " rounds.");
    assertThat(new Comparison(results).notes(TSL, List.of(TSL))).isEmpty();
  }
}

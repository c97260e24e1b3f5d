package dev.zener.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.zener.bench.Account.Entry;
import dev.zener.bench.BenchSettings.Kind;
import dev.zener.device.ThreadLimit;
import dev.zener.graph.Timing;
import dev.zener.model.TaggerShape;
import dev.zener.op.backend.Backends;
import dev.zener.testing.WorkerTime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs the real code with a very small model. */
class BenchTest {
  private static final Path TARGET = Path.of("data/uner/de_pud.test.tsv");
  private static final Path SOURCE = Path.of("data/uner/en_ewt.train.tsv");

  private static BenchSettings settings(Kind kind, BenchSettings.Shape shape) {
    return new BenchSettings(
        kind,
        "auto",
        "float32",
        2,
        1,
        4,
        SOURCE,
        TARGET,
        Path.of("data/encoder/vocab.txt"),
        Optional.empty(),
        shape,
        128,
        OptionalInt.empty());
  }

  private static BenchSettings settings(Kind kind) {
    return settings(kind, new BenchSettings.Shape(2, 8, 2, 16));
  }

  private static Bucket bucket(Model model, int number) {
    List<Line> target = Text.read(TARGET, model.tokenizer(), 128, 4, 3).batches().get(number);
    List<Line> source = Text.read(SOURCE, model.tokenizer(), 128, 4, 3).batches().get(number);
    return new Bucket(target, source);
  }

  @Test
  void everyNanosecondIsAccountedFor() {
    BenchSettings settings = settings(Kind.STUDENT);
    try (Model model = Model.of(settings);
        Work work = new StudentStep(model.parameters(), Backends.best())) {
      List<Bucket> buckets = List.of(bucket(model, 0), bucket(model, 1), bucket(model, 2));
      int[] between = {0};
      BenchRun run = BenchRun.of(work, buckets, 2, 0, () -> between[0]++);
      assertThat(between[0]).as("before each timed step and after the last").isEqualTo(3);
      assertThat(run.steps()).as("neither the first nor a warm-up counts").isEqualTo(2);
      assertThat(run.pieces()).isEqualTo(buckets.get(1).pieces() + buckets.get(2).pieces());
      assertThat(run.sentences()).isEqualTo(2 * 8);
      long sum = run.entries().stream().mapToLong(Entry::nanos).sum();
      assertThat(sum).isEqualTo(run.nanos().stream().mapToLong(Long::longValue).sum());
      assertThat(run.entries()).allSatisfy(e -> assertThat(e.nanos()).isPositive());
      assertThat(run.entries().stream().map(Entry::title))
          .containsExactly(
              "packing",
              "embedding",
              "linear",
              "attention",
              "layer norm",
              "dropout",
              "heads and losses",
              "MMD",
              "linear backward",
              "attention backward",
              "layer norm backward",
              "heads and losses backward",
              "MMD backward",
              "casts and sums",
              "optimiser",
              "overhead");
    }
  }

  /** The passes that prepare a device are not timed, and no batch is left out of them. */
  @Test
  void passesBeforeTheTimedStepsDoNotCount() {
    List<Bucket> ran = new ArrayList<>();
    BenchSettings settings = settings(Kind.TAG);
    try (Model model = Model.of(settings);
        Work tagging = new Tagging(model.parameters(), Backends.best())) {
      Bucket first = new Bucket(bucket(model, 0).target(), List.of());
      Bucket second = new Bucket(bucket(model, 1).target(), List.of());
      BenchRun run = BenchRun.of(noting(tagging, ran), List.of(first, second), 0, 2, () -> {});
      assertThat(ran).containsExactly(first, second, first, second, first, second);
      assertThat(run.steps()).isOne();
    }
  }

  private static Work noting(Work work, List<Bucket> ran) {
    return new Work() {
      @Override
      public void run(Bucket batch) {
        ran.add(batch);
        work.run(batch);
      }

      @Override
      public Timing timing() {
        return work.timing();
      }

      @Override
      public long packing() {
        return work.packing();
      }

      @Override
      public void close() {}
    };
  }

  @Test
  void taggingCountsTheWorkOfItsLayers() {
    BenchSettings settings = settings(Kind.TAG);
    try (Model model = Model.of(settings);
        Work work = new Tagging(model.parameters(), Backends.best())) {
      Bucket last = new Bucket(bucket(model, 2).target(), List.of());
      BenchRun run = BenchRun.of(work, List.of(last, last), 0, 0, () -> {});
      assertThat(run.entries().stream().map(Entry::title))
          .containsExactly("packing", "embedding", "linear", "attention", "layer norm", "overhead");
      // two layers of q, k, v and output [8,8] and two matrices [16,8]
      double linear = 2 * 2.0 * last.pieces() * (4 * 8 * 8 + 2 * 16 * 8);
      assertThat(run.entries().get(2).flops()).isEqualTo(linear);
      double pairs =
          last.target().stream().mapToDouble(l -> Math.pow(l.window().pieces(), 2)).sum();
      assertThat(run.entries().get(3).flops()).isEqualTo(2 * 4 * pairs * 8);
      assertThat(run.gflops() * 1e9 * run.seconds())
          .isCloseTo(linear + 2 * 4 * pairs * 8, within(1.0));
    }
  }

  @Test
  void aStudentLearns() {
    BenchSettings settings = settings(Kind.STUDENT, new BenchSettings.Shape(5, 8, 2, 16));
    try (Model model = Model.of(settings)) {
      assertThat(TaggerShape.of(model.parameters()).auxiliary()).containsExactly(2, 3, 4);
      String frozen = "bert.encoder.layer.2.output.dense.weight";
      String trained = "bert.encoder.layer.3.output.dense.weight";
      double[] before = model.parameters().get(trained).toDoubles();
      double[] kept = model.parameters().get(frozen).toDoubles();
      try (Work work = new StudentStep(model.parameters(), Backends.best())) {
        work.run(bucket(model, 0));
      }
      assertThat(model.parameters().get(trained).toDoubles()).isNotEqualTo(before);
      assertThat(model.parameters().get(frozen).toDoubles()).isEqualTo(kept);
    }
  }

  /** Sums of parts are those of all processors, in whatever thread a part is computed. */
  @Tag("slow")
  @Test
  void aLimitOnThreadsChangesNoBit() {
    BenchSettings settings = settings(Kind.STUDENT, new BenchSettings.Shape(2, 64, 2, 256));
    Map<String, float[]> free = trained(settings);
    Map<String, float[]> limited =
        new ThreadLimit(1)
            .with(
                () -> {
                  Map<String, float[]> weights = new HashMap<>();
                  long busy = WorkerTime.during(() -> weights.putAll(trained(settings)));
                  assertThat(busy).as("ms of other threads").isLessThan(15);
                  return weights;
                });
    assertThat(limited.keySet()).isEqualTo(free.keySet()).hasSizeGreaterThan(40);
    free.forEach((name, weights) -> assertThat(limited.get(name)).as(name).isEqualTo(weights));
  }

  private static Map<String, float[]> trained(BenchSettings settings) {
    Map<String, float[]> weights = new HashMap<>();
    try (Model model = Model.of(settings);
        Work work = new StudentStep(model.parameters(), Backends.cpu())) {
      for (int step = 0; step < 3; step++) {
        work.run(bucket(model, step));
      }
      model.parameters().tensors().forEach((name, t) -> weights.put(name, t.toFloats()));
    }
    return weights;
  }

  @Test
  void settingsAreChecked() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BenchSettings.Shape(1, 8, 3, 8))
        .withMessage("heads 3; allowed: a divisor of hidden, 8");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BenchSettings.Shape(0, 8, 2, 8))
        .withMessage("layers 0; allowed: 1 and more");
  }
}

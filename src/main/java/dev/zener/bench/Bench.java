package dev.zener.bench;

import dev.zener.device.ResidentMemory;
import dev.zener.device.ThreadLimit;
import dev.zener.op.backend.Backend;
import dev.zener.op.backend.Backends;
import dev.zener.op.onednn.OneDnnBackend;
import dev.zener.op.onednn.linear.Ceiling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Runs a benchmark of training or tagging. */
public final class Bench {
  /**
   * The result of a benchmark.
   *
   * @param text a table of times and the speeds derived from it
   * @param json the result as one line of JSON
   */
  public record Result(String text, String json) {}

  private Bench() {}

  /**
   * Runs the benchmark.
   *
   * @throws dev.zener.problem.InputException if a file cannot be used or has too few sentences
   * @throws IllegalArgumentException if this machine does not support the device or the precision
   */
  public static Result run(BenchSettings settings) {
    return ThreadLimit.of(settings.threads()).with(() -> measure(settings));
  }

  /**
   * Runs one step on the first batch and measures nothing, for tools that look at its work.
   *
   * @throws dev.zener.problem.InputException if a file cannot be used or has too few sentences
   */
  public static void step(BenchSettings settings) {
    Backend backend = Backends.choose(settings.device(), settings.precision());
    try (Model model = Model.of(settings);
        Work work = work(settings, model, backend)) {
      work.run(batches(settings, model).get(0));
    }
  }

  private static List<Bucket> batches(BenchSettings settings, Model model) {
    boolean student = settings.kind() == BenchSettings.Kind.STUDENT;
    Text source = student ? text(settings, model, settings.source()) : new Text(List.of(), 0);
    return batches(text(settings, model, settings.target()), source);
  }

  private static Result measure(BenchSettings settings) {
    Backend backend = Backends.choose(settings.device(), settings.precision());
    try (Model model = Model.of(settings)) {
      Text target = text(settings, model, settings.target());
      boolean student = settings.kind() == BenchSettings.Kind.STUDENT;
      Text source = student ? text(settings, model, settings.source()) : new Text(List.of(), 0);
      BenchRun run;
      Optional<Limit> limit;
      OptionalLong peak;
      try (Work work = work(settings, model, backend);
          Ceiling ceiling = ceiling(backend)) {
        Runnable between = ceiling == null ? () -> {} : ceiling::measure;
        run =
            BenchRun.of(work, batches(target, source), settings.warmUp(), passes(backend), between);
        limit = Optional.ofNullable(ceiling).map(Limit::of);
        peak = ResidentMemory.peak();
      }
      Report report =
          new Report(
              settings,
              backend.name(),
              backend.products(),
              ThreadLimit.current(),
              run,
              target.tokenizing() + source.tokenizing(),
              limit,
              peak);
      return new Result(report.text(), report.json());
    }
  }

  private static int passes(Backend backend) {
    return backend.memory().isHost() ? 0 : 2;
  }

  private static Text text(BenchSettings settings, Model model, Path file) {
    return Text.read(
        file, model.tokenizer(), settings.maxPieces(), settings.batch(), settings.steps() + 1);
  }

  /** Pairs each target batch with the source batch of the same index. */
  private static List<Bucket> batches(Text target, Text source) {
    List<Bucket> batches = new ArrayList<>();
    for (int i = 0; i < target.batches().size(); i++) {
      List<Line> partners = source.batches().isEmpty() ? List.of() : source.batches().get(i);
      batches.add(new Bucket(target.batches().get(i), partners));
    }
    return batches;
  }

  private static Work work(BenchSettings settings, Model model, Backend backend) {
    return settings.kind() == BenchSettings.Kind.STUDENT
        ? new StudentStep(model.parameters(), backend)
        : new Tagging(model.parameters(), backend);
  }

  /** The measurement of peak speed for oneDNN; null for other backends. */
  private static Ceiling ceiling(Backend backend) {
    return backend instanceof OneDnnBackend ? new Ceiling(backend.products()) : null;
  }
}

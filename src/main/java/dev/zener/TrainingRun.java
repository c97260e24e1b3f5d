package dev.zener;

import dev.zener.device.MemoryLimit;
import dev.zener.device.ThreadLimit;
import dev.zener.files.AtomicFile;
import dev.zener.op.backend.Backend;
import dev.zener.op.backend.Backends;
import dev.zener.problem.InputException;
import dev.zener.report.ResultTable;
import dev.zener.run.Comparison;
import dev.zener.run.Environment;
import dev.zener.run.Materials;
import dev.zener.run.ModelExport;
import dev.zener.run.PublishedScores;
import dev.zener.run.Run;
import dev.zener.run.RunCurves;
import dev.zener.run.RunDirectory;
import dev.zener.run.RunResult;
import dev.zener.run.TrainConfig;
import dev.zener.run.TrainConfigFile;
import dev.zener.train.TrainListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Trains a configuration from start to end and writes everything to the run's folder: the resolved
 * settings, the environment, metrics, artifacts, predictions, models, curves and the result table.
 */
public final class TrainingRun {
  private final TrainConfig config;
  private final Materials materials;
  private final RunDirectory directory;
  private final Backend backend;
  private final MemoryLimit memory;
  private final List<TrainListener> listeners;

  private TrainingRun(
      TrainConfig config,
      Materials materials,
      RunDirectory directory,
      Backend backend,
      MemoryLimit memory,
      List<TrainListener> listeners) {
    this.config = config;
    this.materials = materials;
    this.directory = directory;
    this.backend = backend;
    this.memory = memory;
    this.listeners = listeners;
  }

  /**
   * The outcome of a run.
   *
   * @param directory the run's folder
   * @param table the result table as aligned text
   */
  public record Result(Path directory, String table) {}

  /**
   * Trains a configuration.
   *
   * @param sets overrides of settings, as {@code key.path=value}
   * @param output the run's folder, which must be missing or empty; by default {@code
   *     runs/NAME-TIME}
   * @param remarks receives one line per remark, before training starts
   * @throws InputException if the configuration or the data are invalid, or memory is too small
   */
  public static Result start(
      Path config,
      List<String> sets,
      Optional<Path> output,
      TrainingOptions options,
      List<TrainListener> listeners,
      Consumer<String> remarks) {
    return ThreadLimit.of(options.threads())
        .with(() -> begin(config, sets, output, options, listeners, remarks));
  }

  private static Result begin(
      Path config,
      List<String> sets,
      Optional<Path> output,
      TrainingOptions options,
      List<TrainListener> listeners,
      Consumer<String> remarks) {
    TrainConfig settings = TrainConfigFile.read(config, sets);
    Backend backend = Backends.choose(options.device(), settings.precision().key());
    MemoryLimit memory = MemoryLimit.of(options.maxMemory());
    Materials materials = Materials.read(settings);
    try (RunDirectory directory =
        RunDirectory.create(output, settings.name(), Clock.systemDefaultZone())) {
      AtomicFile.write(directory.config(), TrainConfigFile.yaml(settings));
      return new TrainingRun(settings, materials, directory, backend, memory, listeners)
          .execute(remarks);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Resumes a run that was stopped. The result is the same as that of an uninterrupted run.
   *
   * @param folder a run's folder, as created by {@link #start}
   * @throws InputException if the folder is not a run's or is in use, its data are missing or
   *     changed, or memory is too small
   */
  public static Result resume(
      Path folder,
      TrainingOptions options,
      List<TrainListener> listeners,
      Consumer<String> remarks) {
    return ThreadLimit.of(options.threads()).with(() -> goOn(folder, options, listeners, remarks));
  }

  private static Result goOn(
      Path folder,
      TrainingOptions options,
      List<TrainListener> listeners,
      Consumer<String> remarks) {
    try (RunDirectory directory = RunDirectory.open(folder)) {
      TrainConfig settings = TrainConfigFile.read(directory.config(), List.of());
      Backend backend = Backends.choose(options.device(), settings.precision().key());
      MemoryLimit memory = MemoryLimit.of(options.maxMemory());
      Materials materials = Materials.read(settings);
      return new TrainingRun(settings, materials, directory, backend, memory, listeners)
          .execute(remarks);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Checks that a configuration with overrides equals the one that a run was started with.
   *
   * @throws InputException naming the first setting that differs
   */
  public static void requireSame(Path folder, Path config, List<String> sets) {
    requireSame(folder, config, sets, config.toString());
  }

  /**
   * Checks that overrides do not change the configuration that a run was started with.
   *
   * @throws InputException naming the first setting that differs
   */
  public static void requireSame(Path folder, List<String> sets) {
    requireSame(folder, folder.resolve("config.yaml"), sets, "the command line");
  }

  private static void requireSame(Path folder, Path config, List<String> sets, String who) {
    Path began = folder.resolve("config.yaml");
    List<String> then =
        TrainConfigFile.yaml(TrainConfigFile.read(began, List.of())).lines().toList();
    List<String> now = TrainConfigFile.yaml(TrainConfigFile.read(config, sets)).lines().toList();
    for (int i = 0; i < Math.max(then.size(), now.size()); i++) {
      String before = i < then.size() ? then.get(i).strip() : "nothing";
      String after = i < now.size() ? now.get(i).strip() : "nothing";
      if (!before.equals(after)) {
        throw new InputException(
            began
                + ": the run was started with '"
                + before
                + "', but "
                + who
                + " has '"
                + after
                + "'; resume with the original settings, or start a new run");
      }
    }
  }

  private Result execute(Consumer<String> remarks) throws IOException {
    Environment environment = environment(remarks);
    materials.remarks().forEach(remarks);
    listeners.forEach(l -> l.begun(directory.root()));
    try (Run run = new Run(config, materials, directory, backend, memory, listeners)) {
      ResultTable table = table(run.execute());
      AtomicFile.write(directory.results(), table.markdown());
      AtomicFile.write(directory.curves(), RunCurves.of(directory.metrics()).svg());
      new ModelExport(config, directory, run, materials, environment).write();
      return new Result(directory.root(), table.text());
    }
  }

  /**
   * Captures the environment. The first process of a run writes it to the run's folder; a resumed
   * run compares its own with that file: a changed data file is an error, other differences are
   * remarks.
   */
  private Environment environment(Consumer<String> remarks) throws IOException {
    Environment now =
        Environment.capture(
            Libraries.zener(),
            Libraries.versions(),
            backend.name(),
            Backends.card(backend).orElse("none"),
            backend.precision(),
            config.seeds(),
            materials.files().values().stream().flatMap(List::stream).toList(),
            Clock.systemDefaultZone());
    if (Files.exists(directory.environment())) {
      Environment.read(directory.environment()).differences(now).forEach(remarks);
    } else {
      AtomicFile.write(directory.environment(), now.toJson());
    }
    return now;
  }

  private ResultTable table(List<RunResult> results) {
    List<String> testSets = new ArrayList<>();
    results.forEach(
        r -> {
          if (!testSets.contains(r.testSet())) {
            testSets.add(r.testSet());
          }
        });
    ResultTable table = new ResultTable(testSets);
    for (var method : config.methods()) {
      for (RunResult r : results) {
        if (r.method().equals(method)) {
          table.add(method.title(), r.testSet(), r.job().seed(), r.score().f1());
        }
      }
    }
    config.published().forEach(p -> publish(table, testSets, p));
    new Comparison(results)
        .notes(ModelExport.chosen(config.methods()), config.methods())
        .forEach(table::note);
    config.notes().forEach(table::note);
    return table;
  }

  /** Adds published scores to the table, only for test sets of this run. */
  private static void publish(ResultTable table, List<String> testSets, PublishedScores published) {
    Map<String, Double> percent = new LinkedHashMap<>(published.f1());
    percent.keySet().retainAll(testSets);
    table.publish(published.title(), percent);
  }
}

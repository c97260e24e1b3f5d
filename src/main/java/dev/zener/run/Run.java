package dev.zener.run;

import dev.zener.data.LabelledSentence;
import dev.zener.data.WordRule;
import dev.zener.device.MemoryLimit;
import dev.zener.label.LabelSet;
import dev.zener.method.Method;
import dev.zener.method.Network;
import dev.zener.method.TrainedModel;
import dev.zener.method.TrainingStages;
import dev.zener.method.Trainings;
import dev.zener.method.TransferTask;
import dev.zener.model.Parameters;
import dev.zener.op.backend.Backend;
import dev.zener.pipeline.ArtifactStore;
import dev.zener.pipeline.Pipeline;
import dev.zener.pipeline.Stage;
import dev.zener.pipeline.Workspace;
import dev.zener.predict.Predictor;
import dev.zener.predict.Tuning;
import dev.zener.train.Listeners;
import dev.zener.train.MetricsLog;
import dev.zener.train.TensorFile;
import dev.zener.train.TrainEvent;
import dev.zener.train.TrainListener;
import dev.zener.train.Trainer;
import dev.zener.train.TrainingSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes all models of a configuration and scores them: for each seed first those that serve all
 * targets, then those of each target language. What was made is kept in the store; a resumed run
 * does not make it again.
 */
public final class Run implements AutoCloseable {
  private static final Stage.Kind SCORES = new Stage.Kind("scores", "json");

  private final TrainConfig config;
  private final RunDirectory directory;
  private final Corpora corpora;
  private final ArtifactStore store;
  private final MetricsLog log;
  private final TrainListener listener;
  private final TrainingStages stages;
  private final Trainings trainings;
  private final List<PlannedModel> models = new ArrayList<>();

  /**
   * Opens the store and the log; a resumed log continues at the position of the last state.
   *
   * @param memory the memory limit: a training whose steps do not fit is refused; batches for
   *     scoring and for the teacher's outputs are split until they fit
   * @param listeners receive all events
   */
  public Run(
      TrainConfig config,
      Materials materials,
      RunDirectory directory,
      Backend backend,
      MemoryLimit memory,
      List<TrainListener> listeners) {
    this.config = config;
    this.directory = directory;
    this.corpora = materials.corpora();
    this.store = ArtifactStore.open(directory.artifacts());
    this.log = openLog();
    List<TrainListener> all = new ArrayList<>(listeners);
    all.add(0, log);
    this.listener = new Listeners(all);
    TrainingSettings settings =
        new TrainingSettings(
            config.maxPieces(),
            config.frozen(),
            config.optimiser(),
            config.evaluateEvery(),
            config.checkpointEvery(),
            config.evaluation());
    TransferTask task = materials.task();
    this.stages = new TrainingStages(task, settings, backend, memory, listener, log::position);
    this.trainings = new Trainings(task, stages);
    config.seeds().forEach(this::plan);
  }

  private MetricsLog openLog() {
    try {
      Files.createDirectories(directory.predictions());
      return Files.exists(directory.metrics())
          ? MetricsLog.resume(directory.metrics(), logPosition())
          : MetricsLog.create(directory.metrics());
    } catch (IOException e) {
      store.close();
      throw new UncheckedIOException(directory.root() + ": cannot be written", e);
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /** The length of the metrics log, in bytes, when the latest artifact or state was written. */
  private long logPosition() {
    return Stream.concat(store.facts().stream(), store.states().stream().map(TensorFile::facts))
        .map(facts -> facts.getOrDefault(Trainer.LOG, "0"))
        .mapToLong(Long::parseLong)
        .max()
        .orElse(0);
  }

  private void plan(long seed) {
    for (Method method : config.methods()) {
      if (!method.perTarget()) {
        Map<String, List<LabelledSentence>> tests = new LinkedHashMap<>(corpora.test());
        corpora.targets().values().forEach(target -> tests.putAll(target.test()));
        plan(method, Optional.empty(), seed, tests);
      }
    }
    corpora
        .targets()
        .forEach(
            (language, target) ->
                config.methods().stream()
                    .filter(Method::perTarget)
                    .forEach(method -> plan(method, Optional.of(language), seed, target.test())));
  }

  private void plan(
      Method method,
      Optional<String> target,
      long seed,
      Map<String, List<LabelledSentence>> tests) {
    TrainedModel model = method.model(trainings, target, seed);
    Stage scores =
        new Stage(
            model.job().file(),
            SCORES,
            String.join(" ", tests.keySet()),
            seed,
            model.reads(),
            place -> score(model, tests, place));
    models.add(new PlannedModel(method, target, seed, model, scores));
  }

  private Map<String, String> score(
      TrainedModel model, Map<String, List<LabelledSentence>> tests, Workspace place)
      throws IOException {
    try (Parameters parameters = stages.load(model, place::artifact);
        Predictor predictor =
            model.network().predictor(parameters, model.text(), place::artifact)) {
      Map<String, TestScore> scores =
          new TestScoring(directory, model.job()).score(predictor, tests);
      ScoreFile.write(place.target(), scores);
      Map<String, Double> f1 = new LinkedHashMap<>();
      scores.forEach((testSet, score) -> f1.put(testSet, score.f1()));
      listener.scored(new TrainEvent.Scored(model.job(), f1));
      return Map.of(Trainer.LOG, Long.toString(log.position()));
    }
  }

  /**
   * Makes and scores all models that are not there yet.
   *
   * @return one score per method, test set and seed
   */
  public List<RunResult> execute() {
    List<Stage> goals = new ArrayList<>();
    models.forEach(model -> goals.addAll(List.of(model.model().stage(), model.scores())));
    new Pipeline(store).make(goals);
    return models.stream().flatMap(model -> results(model).stream()).toList();
  }

  /** The scores of a model. */
  List<RunResult> results(PlannedModel model) {
    List<RunResult> results = new ArrayList<>();
    ScoreFile.read(store.artifact(model.scores()))
        .forEach(
            (testSet, score) ->
                results.add(new RunResult(model.method(), model.model().job(), testSet, score)));
    return results;
  }

  /**
   * The models of a method with the best selection score of all seeds: one per target language, or
   * a single one if one serves all targets.
   */
  List<PlannedModel> best(Method method) {
    Map<Optional<String>, List<PlannedModel>> byTarget = new LinkedHashMap<>();
    models.stream()
        .filter(model -> model.method().equals(method))
        .forEach(m -> byTarget.computeIfAbsent(m.target(), t -> new ArrayList<>()).add(m));
    // of several equal ones, the first
    Comparator<PlannedModel> bySelection =
        Comparator.comparingDouble(m -> TrainingStages.selection(store.facts(m.model().stage())));
    return byTarget.values().stream()
        .map(seeds -> seeds.stream().max(bySelection.thenComparing(notAfter(seeds))).orElseThrow())
        .toList();
  }

  private static Comparator<PlannedModel> notAfter(List<PlannedModel> seeds) {
    return Comparator.comparingInt(m -> -seeds.indexOf(m));
  }

  /**
   * Loads a model.
   *
   * @return the parameters, which the caller must close
   */
  Parameters load(PlannedModel model) {
    return stages.load(model.model(), store::artifact);
  }

  /** Writes a model's directory. */
  void write(PlannedModel planned, Parameters parameters, Path folder, Map<String, String> info) {
    TrainedModel model = planned.model();
    model.network().write(folder, parameters, model.text(), info, store::artifact);
  }

  /** Chooses how a model is to be used, on the source's development set. */
  Tuning tune(PlannedModel planned, Parameters parameters) {
    Network network = planned.model().network();
    try (Predictor predictor =
        network.predictor(parameters, Network.Text.SOURCE, store::artifact)) {
      List<LabelledSentence> dev = corpora.dev().values().stream().flatMap(List::stream).toList();
      return Tuning.on(predictor, dev);
    }
  }

  /** How the text that a model learned from writes words, if it was split into words. */
  Optional<WordRule> words(PlannedModel model) {
    return corpora.words(model.target());
  }

  /** The labels of all models of this run. */
  LabelSet labels() {
    return corpora.labels();
  }

  @Override
  public void close() {
    try {
      log.close();
    } catch (IOException e) {
      throw new UncheckedIOException(directory.metrics() + ": cannot be closed", e);
    } finally {
      store.close();
    }
  }
}

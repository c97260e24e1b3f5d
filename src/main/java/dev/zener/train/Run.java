package dev.zener.train;

import dev.zener.data.LabelledSentence;
import dev.zener.data.WordRule;
import dev.zener.device.ElementType;
import dev.zener.device.MemoryLimit;
import dev.zener.label.LabelSet;
import dev.zener.method.Corpus;
import dev.zener.method.Distillation;
import dev.zener.method.Method;
import dev.zener.method.Supervised;
import dev.zener.method.TeacherOutputs;
import dev.zener.method.TrainingSession;
import dev.zener.model.KeptLayers;
import dev.zener.model.Parameters;
import dev.zener.op.Backend;
import dev.zener.optim.AdamWSettings;
import dev.zener.optim.Schedule;
import dev.zener.predict.Batching;
import dev.zener.predict.Predictor;
import dev.zener.predict.Tuning;
import dev.zener.tokenizer.WordPieceTokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Runs all trainings of a configuration, one after the other: for each seed the models trained on
 * labels, then for each target language the student of each method. A finished training is a file
 * under {@code checkpoints/}; a resumed run skips it.
 */
public final class Run implements AutoCloseable {
  private final TrainConfig config;
  private final RunDirectory directory;
  private final Backend backend;
  private final MemoryLimit memory;
  private final MetricsLog log;
  private final TrainListener listener;
  private final Corpora corpora;
  private final Base base;
  private final Corpus source;
  private final Map<String, Corpus> targets;
  private final Finished finished;

  /**
   * Opens or creates the log; a resumed log continues at the position of the last state.
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
    this.backend = backend;
    this.memory = memory;
    this.corpora = materials.corpora();
    this.base = materials.base();
    this.source = materials.source();
    this.targets = materials.targets();
    this.finished = new Finished(directory.checkpoints());
    this.log = openLog();
    List<TrainListener> all = new ArrayList<>(listeners);
    all.add(0, log);
    this.listener = new Listeners(all);
  }

  private MetricsLog openLog() {
    try {
      Files.createDirectories(directory.checkpoints());
      Files.createDirectories(directory.predictions());
      finished.tidy();
      return Files.exists(directory.metrics())
          ? MetricsLog.resume(directory.metrics(), finished.logPosition())
          : MetricsLog.create(directory.metrics());
    } catch (IOException e) {
      throw new UncheckedIOException(directory.root() + ": cannot be written", e);
    }
  }

  /**
   * Runs all trainings that are not finished.
   *
   * @return one F1 score, as a fraction, per method, target language if the method distils, test
   *     set and seed
   */
  public List<RunResult> execute() {
    List<RunResult> results = new ArrayList<>();
    for (long seed : config.seeds()) {
      for (MethodName method : Jobs.fromLabels(config.methods())) {
        results.addAll(fromLabels(method, seed));
      }
      for (String language : targets.keySet()) {
        students(language, seed, results);
      }
    }
    return results;
  }

  private List<RunResult> fromLabels(MethodName method, long seed) {
    TrainEvent.Job job = new TrainEvent.Job(method.key(), Optional.empty(), seed);
    TrainConfig.Teacher t = config.teacher();
    if (!finished.has(job)) {
      Method labels =
          new Supervised(
              source,
              corpora.train(),
              corpora.labels(),
              t.batch(),
              config.auxiliary().teacher(),
              Jobs.seed(job));
      Map<String, List<LabelledSentence>> tests = new LinkedHashMap<>(corpora.test());
      corpora.targets().values().forEach(target -> tests.putAll(target.test()));
      train(
          job,
          labels,
          parameters(shape(method), Jobs.seed(job)),
          new Settings(t.learningRate(), t.epochs(), t.select(), shape(method).kept()),
          watched(Optional.empty()),
          tests);
    }
    return finished.results(job, method);
  }

  private Parameters parameters(ModelShape shape, long seed) {
    memory.require(
        Parameters.bytes(shape.tagger(), ElementType.FLOAT32),
        "the model",
        "start a new run with a smaller encoder");
    return base.parameters(shape.tagger(), shape.kept(), seed);
  }

  /** Loads the model of a finished training. The caller must close it. */
  private Parameters parameters(MethodName method, TrainEvent.Job job) {
    ModelShape shape = shape(method);
    Parameters p = parameters(shape, Jobs.seed(job));
    finished.load(job, p, KeptLayers.all(shape.kept().count()));
    return p;
  }

  private Batching batching() {
    return new Batching(
        config.evaluation().pieces(), memory, "start a new run with a smaller maxPieces");
  }

  private record Settings(
      double learningRate, int epochs, TrainConfig.Select select, KeptLayers kept) {}

  private ModelShape shape(MethodName method) {
    return ModelShape.of(config, base, corpora.labels(), method);
  }

  private void students(String language, long seed, List<RunResult> results) {
    Map<MethodName, List<MethodName>> byTeacher = new LinkedHashMap<>();
    for (MethodName method : config.methods()) {
      if (method.distils()) {
        byTeacher.computeIfAbsent(Jobs.teacher(method), t -> new ArrayList<>()).add(method);
      }
    }
    byTeacher.forEach(
        (teacher, methods) -> {
          students(teacher, methods, language, seed);
          methods.forEach(m -> results.addAll(finished.results(studentJob(m, language, seed), m)));
        });
  }

  private static TrainEvent.Job studentJob(MethodName method, String language, long seed) {
    return new TrainEvent.Job(method.key(), Optional.of(language), seed);
  }

  /** Trains the students of one teacher in a language. They share one file of teacher outputs. */
  private void students(MethodName teacher, List<MethodName> methods, String language, long seed) {
    List<MethodName> open =
        methods.stream().filter(m -> !finished.has(studentJob(m, language, seed))).toList();
    if (open.isEmpty()) {
      return;
    }
    TrainEvent.Job teacherJob = new TrainEvent.Job(teacher.key(), Optional.empty(), seed);
    String file = Jobs.file(studentJob(teacher, language, seed), Jobs.TEACHER_OUTPUTS);
    Path cache = directory.checkpoints().resolve(file);
    try (TeacherOutputs outputs = teacherOutputs(teacher, teacherJob, language, cache)) {
      for (MethodName method : open) {
        distil(studentJob(method, language, seed), method, teacherJob, language, outputs);
      }
    }
    delete(cache);
  }

  private TeacherOutputs teacherOutputs(
      MethodName teacher, TrainEvent.Job job, String language, Path cache) {
    try (Parameters p = parameters(teacher, job)) {
      return TeacherOutputs.compute(p, backend, targets.get(language), source, batching(), cache);
    }
  }

  private void distil(
      TrainEvent.Job job,
      MethodName method,
      TrainEvent.Job teacherJob,
      String language,
      TeacherOutputs outputs) {
    TrainConfig.Student s = config.student(method);
    ModelShape shape = shape(method);
    Distillation.Coefficients coefficients =
        new Distillation.Coefficients(
            config.auxiliary().student(),
            Jobs.usesSourceMmd(method) ? config.mmd().source() : 0,
            Jobs.usesTargetMmd(method) ? config.mmd().target() : 0);
    Method distillation =
        new Distillation(
            targets.get(language),
            source,
            outputs,
            coefficients,
            shape.taughtBy(),
            s.batch(),
            Jobs.seed(job));
    Parameters p = parameters(shape, Jobs.seed(job));
    if (s.start() == TrainConfig.Start.TEACHER) {
      finished.load(teacherJob, p, shape.kept());
    }
    train(
        job,
        distillation,
        p,
        new Settings(s.learningRate(), s.epochs(), s.select(), shape.kept()),
        watched(Optional.of(language)),
        corpora.targets().get(language).test());
  }

  /** The development sets that are scored during training, each with its parts. */
  private Map<String, Map<String, List<LabelledSentence>>> watched(Optional<String> language) {
    Map<String, Map<String, List<LabelledSentence>>> watched = new LinkedHashMap<>();
    watched.put(Jobs.SOURCE_DEV, corpora.dev());
    language
        .map(l -> corpora.targets().get(l).dev())
        .filter(dev -> !dev.isEmpty())
        .ifPresent(dev -> watched.put(Jobs.TARGET_DEV, dev));
    return watched;
  }

  private void train(
      TrainEvent.Job job,
      Method method,
      Parameters start,
      Settings settings,
      Map<String, Map<String, List<LabelledSentence>>> watched,
      Map<String, List<LabelledSentence>> tests) {
    Path state = directory.checkpoints().resolve(Jobs.file(job, "last"));
    Schedule schedule =
        new Schedule(
            settings.learningRate(),
            Math.multiplyExact(settings.epochs(), method.stepsPerEpoch()),
            config.optimiser().warmup());
    try (Parameters parameters = start;
        TrainingSession session = session(job, method, parameters, settings.kept());
        Predictor predictor = predictor(parameters)) {
      Trainer.Plan plan =
          new Trainer.Plan(
              job,
              schedule,
              watched,
              Jobs.selectBy(settings.select()),
              config.evaluateEvery(),
              config.checkpointEvery(),
              state,
              memory);
      Trainer.Chosen chosen =
          new Trainer(plan, session, method, predictor, listener, log::position).train();
      Map<String, Double> scores = new Tests(directory, job).score(predictor, tests);
      listener.finished(new TrainEvent.Finished(job, schedule.steps(), chosen.step(), scores));
      finished.write(job, chosen, scores, logPosition(), session.trained());
    }
    delete(state);
  }

  private TrainingSession session(
      TrainEvent.Job job, Method method, Parameters parameters, KeptLayers kept) {
    TrainConfig.Optimiser o = config.optimiser();
    AdamWSettings settings =
        new AdamWSettings(o.beta1(), o.beta2(), o.epsilon(), o.decay(), o.clip());
    return new TrainingSession(
        method,
        parameters,
        name -> config.frozen().freezes(kept.original(name)),
        settings,
        backend,
        Jobs.seed(job));
  }

  private Predictor predictor(Parameters parameters) {
    Predictor.Settings settings =
        new Predictor.Settings(config.maxPieces(), batching(), config.evaluation().decoding());
    return new Predictor(parameters, backend, base.tokenizer(), corpora.labels(), settings);
  }

  private long logPosition() {
    try {
      return log.position();
    } catch (IOException e) {
      throw new UncheckedIOException(directory.metrics() + ": cannot be written", e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be deleted", e);
    }
  }

  /**
   * The finished trainings of a method with the best selection score of all seeds: one per target
   * language, or a single one if the method trains no student.
   */
  public List<TrainEvent.Job> best(MethodName method) {
    Set<Optional<String>> languages = new LinkedHashSet<>();
    if (method.distils()) {
      targets.keySet().forEach(language -> languages.add(Optional.of(language)));
    } else {
      languages.add(Optional.empty());
    }
    return languages.stream().map(language -> best(method, language)).toList();
  }

  private TrainEvent.Job best(MethodName method, Optional<String> language) {
    TrainEvent.Job best = null;
    for (long seed : config.seeds()) {
      TrainEvent.Job job = new TrainEvent.Job(method.key(), language, seed);
      if (best == null || finished.selection(job) > finished.selection(best)) {
        best = job;
      }
    }
    return best;
  }

  /** The scores of a finished training. */
  public List<RunResult> results(MethodName method, TrainEvent.Job job) {
    return finished.results(job, method);
  }

  /**
   * Loads the model of a finished training.
   *
   * @return the parameters, which the caller must close
   */
  public Parameters model(MethodName method, TrainEvent.Job job) {
    return parameters(method, job);
  }

  /** Chooses how a model is to be used, on the source's development set. */
  public Tuning tune(Parameters model) {
    try (Predictor predictor = predictor(model)) {
      List<LabelledSentence> dev = corpora.dev().values().stream().flatMap(List::stream).toList();
      return Tuning.on(predictor, dev);
    }
  }

  /** How the text that a model learned from writes words, if it was split into words. */
  public Optional<WordRule> words(TrainEvent.Job job) {
    return corpora.words(job.target());
  }

  /** The labels of all models of this run. */
  public LabelSet labels() {
    return corpora.labels();
  }

  /** The tokenizer of all models of this run. */
  public WordPieceTokenizer tokenizer() {
    return base.tokenizer();
  }

  @Override
  public void close() {
    try {
      log.close();
    } catch (IOException e) {
      throw new UncheckedIOException(directory.metrics() + ": cannot be closed", e);
    }
  }
}

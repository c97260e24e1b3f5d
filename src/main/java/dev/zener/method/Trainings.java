package dev.zener.method;

import dev.zener.config.ConfigFile;
import dev.zener.data.LabelledSentence;
import dev.zener.device.ElementType;
import dev.zener.device.MemoryLimit;
import dev.zener.model.KeptLayers;
import dev.zener.model.ParameterGroup;
import dev.zener.model.Parameters;
import dev.zener.op.backend.Backend;
import dev.zener.optim.Schedule;
import dev.zener.pipeline.Stage;
import dev.zener.pipeline.Workspace;
import dev.zener.predict.Batching;
import dev.zener.predict.Predictor;
import dev.zener.train.ChosenWeights;
import dev.zener.train.DevSets;
import dev.zener.train.Distillation;
import dev.zener.train.Objective;
import dev.zener.train.Supervised;
import dev.zener.train.TeacherOutputs;
import dev.zener.train.TrainEvent;
import dev.zener.train.TrainListener;
import dev.zener.train.Trainer;
import dev.zener.train.TrainingSession;
import dev.zener.train.TrainingSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the stages of methods: trainings, and a teacher's outputs. Methods that ask for the same
 * training get equal stages, so that it is done once.
 */
public final class Trainings {
  /** The key, in the facts of a model's artifact, of the step that was chosen. */
  private static final String STEP = "step";

  private static final String SELECTION = "selection";
  private static final Stage.Kind MODEL = new Stage.Kind("model", "safetensors");
  private static final Stage.Kind OUTPUTS = new Stage.Kind("teacher-outputs", "safetensors", true);

  /** Writes the records in stages' settings. */
  private static final ConfigFile SETTINGS = new ConfigFile();

  private final TransferTask task;
  private final TrainingSettings settings;
  private final Backend backend;
  private final MemoryLimit memory;
  private final TrainListener listener;
  private final Trainer.LogPosition log;

  /** What distinguishes the trainings of one name, in the order in which they were asked for. */
  private final Map<TrainEvent.Job, List<String>> trainings = new HashMap<>();

  /**
   * Prepares to make stages.
   *
   * @param memory the memory limit: a training whose steps do not fit is refused; batches for
   *     scoring and for the teacher's outputs are split until they fit
   * @param log the position of the metrics log, which is stored with what is made
   */
  public Trainings(
      TransferTask task,
      TrainingSettings settings,
      Backend backend,
      MemoryLimit memory,
      TrainListener listener,
      Trainer.LogPosition log) {
    this.task = task;
    this.settings = settings;
    this.backend = backend;
    this.memory = memory;
    this.listener = listener;
    this.log = log;
  }

  /** L, the number of layers of the run's encoder. */
  int layers() {
    return task.encoder().layers();
  }

  /**
   * The random seed of a training. It differs between the trainings of one configured seed.
   * Variants of one method have the same, so that they differ in nothing but their settings.
   */
  static long seed(String method, Optional<String> target, long configured) {
    return configured * 1_000_003 + (method + "/" + target.orElse("")).hashCode();
  }

  /**
   * A model that is trained on the source's labels.
   *
   * @param name the name of the training
   * @param heads the layers with an auxiliary head
   * @param alpha α, the weight of the auxiliary heads' cross-entropies
   */
  TrainedModel onLabels(
      String name, LabelTraining teacher, List<Integer> heads, double alpha, long configured) {
    long seed = seed(name, Optional.empty(), configured);
    return train(
        new Training(
            name,
            Optional.empty(),
            configured,
            seed,
            SETTINGS.yaml(teacher) + "heads: " + heads + "\nalpha: " + alpha,
            ModelShape.of(task.encoder(), task.labels(), KeptLayers.all(layers()), heads),
            teacher.learningRate(),
            teacher.epochs(),
            teacher.select(),
            List.of(),
            Optional.empty(),
            place ->
                new Supervised(
                    task.source(), task.labelled(), task.labels(), teacher.batch(), alpha, seed)));
  }

  /**
   * A student that learns from a teacher's outputs on the target's unlabelled text.
   *
   * @param method the row of the result table, whose key is the name from which the seed follows
   * @param heads the encoder's layers that have an auxiliary head, unless they are not kept
   */
  TrainedModel distilled(
      Method method,
      String language,
      TrainedModel teacher,
      StudentTraining student,
      List<Integer> heads,
      Distillation.Coefficients coefficients,
      long configured) {
    Optional<String> target = Optional.of(language);
    long seed = seed(method.key(), target, configured);
    ModelShape shape = ModelShape.of(task.encoder(), task.labels(), student.kept(layers()), heads);
    Stage outputs = outputs(teacher, language, configured);
    return train(
        new Training(
            method.name(),
            target,
            configured,
            seed,
            SETTINGS.yaml(student) + SETTINGS.yaml(coefficients) + "heads: " + heads,
            shape,
            student.learningRate(),
            student.epochs(),
            student.select(),
            List.of(outputs),
            Optional.of(teacher).filter(t -> student.start() == StudentTraining.Start.TEACHER),
            place ->
                new Distillation(
                    task.unlabelled().get(language),
                    task.source(),
                    TeacherOutputs.open(
                        place.artifact(outputs), task.unlabelled().get(language), task.source()),
                    coefficients,
                    shape.taughtBy(),
                    student.batch(),
                    seed)));
  }

  /** The outputs of a teacher for the text of a target language and of the source. */
  private Stage outputs(TrainedModel teacher, String language, long configured) {
    return new Stage(
        new TrainEvent.Job(teacher.job().method(), Optional.of(language), configured).file(),
        OUTPUTS,
        "target: " + language,
        configured,
        List.of(teacher.stage()),
        place -> {
          try (Parameters p = load(teacher, place.artifact(teacher.stage()))) {
            TeacherOutputs.write(
                p,
                backend,
                task.unlabelled().get(language),
                task.source(),
                batching(),
                place.target());
          }
          return Map.of();
        });
  }

  private TrainedModel train(Training training) {
    List<Stage> inputs = new ArrayList<>(training.inputs());
    training.start().ifPresent(model -> inputs.add(model.stage()));
    String settings =
        String.join(
            "\n", training.target().orElse("all targets"), training.settings().stripTrailing());
    TrainEvent.Job job = job(training, settings + inputs);
    Stage stage =
        new Stage(
            job.file(),
            MODEL,
            settings,
            training.seed(),
            inputs,
            place -> run(training, job, place));
    return new TrainedModel(stage, training.shape(), job);
  }

  /** The name of a training. If several different ones have the same name, they are numbered. */
  private TrainEvent.Job job(Training t, String identity) {
    TrainEvent.Job plain = new TrainEvent.Job(t.name(), t.target(), t.configuredSeed());
    List<String> before = trainings.computeIfAbsent(plain, name -> new ArrayList<>());
    if (!before.contains(identity)) {
      before.add(identity);
    }
    int number = before.indexOf(identity) + 1;
    return number == 1
        ? plain
        : new TrainEvent.Job(t.name() + "-" + number, t.target(), t.configuredSeed());
  }

  private Map<String, String> run(Training training, TrainEvent.Job job, Workspace place)
      throws IOException {
    try (Objective objective = training.objective().open(place);
        Parameters parameters = start(training, place);
        TrainingSession session =
            new TrainingSession(
                objective,
                parameters,
                name -> frozen(training, parameters.specs().get(name).group()),
                settings.optimiser().adamW(),
                backend,
                training.seed());
        Predictor predictor = predictor(parameters)) {
      Schedule schedule =
          new Schedule(
              training.learningRate(),
              Math.multiplyExact(training.epochs(), objective.stepsPerEpoch()),
              settings.optimiser().warmup());
      Trainer.Plan plan =
          new Trainer.Plan(
              job,
              schedule,
              DevSets.of(task.sourceDev(), training.target().map(this::dev).orElse(Map.of())),
              training.select(),
              settings.evaluateEvery(),
              settings.checkpointEvery(),
              place.state(),
              memory);
      Trainer.Chosen chosen =
          new Trainer(plan, session, objective, predictor, listener, log).train();
      listener.finished(new TrainEvent.Finished(job, schedule.steps(), chosen.step()));
      ChosenWeights.write(place.target(), session.trained());
      return Map.of(
          STEP,
          Long.toString(chosen.step()),
          SELECTION,
          Double.toString(chosen.score()),
          Trainer.LOG,
          Long.toString(log.get()));
    }
  }

  private boolean frozen(Training training, ParameterGroup group) {
    return settings.frozen().freezes(training.shape().kept().original(group));
  }

  private Map<String, List<LabelledSentence>> dev(String language) {
    return task.targetDev().getOrDefault(language, Map.of());
  }

  /**
   * The score by which the checkpoint was selected and by which models of several seeds are
   * compared.
   *
   * @param facts those of the model's artifact
   */
  public static double selection(Map<String, String> facts) {
    return Double.parseDouble(facts.get(SELECTION));
  }

  private Parameters start(Training training, Workspace place) {
    Parameters parameters = fresh(training.shape(), training.seed());
    try {
      training
          .start()
          .ifPresent(
              model ->
                  ChosenWeights.load(
                      place.artifact(model.stage()), parameters, training.shape().kept()));
      return parameters;
    } catch (RuntimeException | Error e) {
      parameters.close();
      throw e;
    }
  }

  private Parameters fresh(ModelShape shape, long seed) {
    memory.require(
        Parameters.bytes(shape.tagger(), ElementType.FLOAT32),
        "the model",
        "start a new run with a smaller encoder");
    return task.encoder().parameters(shape.tagger(), shape.kept(), seed);
  }

  /**
   * Loads a model.
   *
   * @param weights the artifact of its stage
   * @return the parameters, which the caller must close
   */
  public Parameters load(TrainedModel model, Path weights) {
    Parameters parameters = fresh(model.shape(), model.stage().seed());
    try {
      ChosenWeights.load(weights, parameters, KeptLayers.all(model.shape().kept().count()));
      return parameters;
    } catch (RuntimeException | Error e) {
      parameters.close();
      throw e;
    }
  }

  private Batching batching() {
    return new Batching(
        settings.evaluation().pieces(), memory, "start a new run with a smaller maxPieces");
  }

  /** A predictor for a model of this run, which the caller must close. */
  public Predictor predictor(Parameters parameters) {
    Predictor.Settings how =
        new Predictor.Settings(settings.maxPieces(), batching(), settings.evaluation().decoding());
    return new Predictor(parameters, backend, task.encoder().tokenizer(), task.labels(), how);
  }
}

package dev.zener.method;

import dev.zener.data.LabelledSentence;
import dev.zener.device.MemoryLimit;
import dev.zener.model.Parameters;
import dev.zener.op.backend.Backend;
import dev.zener.optim.Schedule;
import dev.zener.pipeline.Stage;
import dev.zener.pipeline.Workspace;
import dev.zener.predict.Batching;
import dev.zener.train.ChosenWeights;
import dev.zener.train.DevSets;
import dev.zener.train.Objective;
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
import java.util.function.Function;

/**
 * Makes trainings into stages, whatever their network and their objective. Methods that ask for the
 * same training get equal stages, so that it is done once.
 */
public final class TrainingStages {
  /** The key, in the facts of a model's artifact, of the step that was chosen. */
  private static final String STEP = "step";

  private static final String SELECTION = "selection";
  private static final Stage.Kind MODEL = new Stage.Kind("model", "safetensors");

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
  public TrainingStages(
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

  /** The position of the metrics log, which a stage that sends events keeps as a fact. */
  String logPosition() throws IOException {
    return Long.toString(log.get());
  }

  /** Receives the events of all stages. */
  TrainListener listener() {
    return listener;
  }

  TrainingSettings settings() {
    return settings;
  }

  Backend backend() {
    return backend;
  }

  /** How windows are grouped where no gradients are computed. */
  Batching batching() {
    return new Batching(
        settings.evaluation().pieces(),
        memory,
        "start a new run with a smaller maxPieces or, for methods lstm-..., with shorter sentences");
  }

  /**
   * The random seed of a training. It differs between the trainings of one configured seed.
   * Variants of one method have the same, so that they differ in nothing but their settings.
   */
  static long seed(String method, Optional<String> target, long configured) {
    return configured * 1_000_003 + (method + "/" + target.orElse("")).hashCode();
  }

  /** A model as the result of a training. */
  TrainedModel train(Training training) {
    List<Stage> inputs = new ArrayList<>(training.inputs());
    training.start().ifPresent(model -> inputs.add(model.stage()));
    inputs.addAll(training.network().reads());
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
    return new TrainedModel(
        stage,
        training.network(),
        training.target().isPresent() ? Network.Text.TARGET : Network.Text.SOURCE,
        job);
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
                name -> !training.network().trains(parameters.specs().get(name).group()),
                settings.optimiser().adamW(),
                name -> training.network().rate(parameters.specs().get(name).group()),
                backend,
                training.seed());
        Predictors predictors = new Predictors(training.network(), parameters, place::artifact)) {
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
          new Trainer(plan, session, objective, predictors::of, listener, log).train();
      listener.finished(new TrainEvent.Finished(job, schedule.steps(), chosen.step()));
      ChosenWeights.write(place.target(), session.trained());
      return Map.of(
          STEP,
          Long.toString(chosen.step()),
          SELECTION,
          Double.toString(chosen.score()),
          Trainer.LOG,
          logPosition());
    }
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
    Parameters parameters = fresh(training.network(), training.seed(), place::artifact);
    try {
      training
          .start()
          .ifPresent(
              model ->
                  training
                      .network()
                      .begin(model.network(), place.artifact(model.stage()), parameters));
      return parameters;
    } catch (RuntimeException | Error e) {
      parameters.close();
      throw e;
    }
  }

  private Parameters fresh(Network network, long seed, Function<Stage, Path> artifacts) {
    memory.require(
        network.bytes(),
        "the model",
        "start a new run with a smaller encoder or, for methods lstm-..., a smaller lstm.hidden");
    return network.fresh(seed, artifacts);
  }

  /**
   * Loads a model.
   *
   * @param artifacts finds the artifact of its stage
   * @return the parameters, which the caller must close
   */
  public Parameters load(TrainedModel model, Function<Stage, Path> artifacts) {
    Parameters parameters = fresh(model.network(), model.stage().seed(), artifacts);
    try {
      model.network().load(artifacts.apply(model.stage()), parameters);
      return parameters;
    } catch (RuntimeException | Error e) {
      parameters.close();
      throw e;
    }
  }
}

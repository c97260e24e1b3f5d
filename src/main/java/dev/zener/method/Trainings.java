package dev.zener.method;

import dev.zener.config.ConfigFile;
import dev.zener.model.KeptLayers;
import dev.zener.model.Parameters;
import dev.zener.pipeline.Stage;
import dev.zener.predict.Predictor;
import dev.zener.train.Distillation;
import dev.zener.train.Supervised;
import dev.zener.train.TeacherOutputs;
import dev.zener.train.TrainEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the stages of methods on transformers: trainings, and a teacher's outputs. Methods that ask
 * for the same training get equal stages, so that it is done once.
 */
public final class Trainings {
  private static final Stage.Kind OUTPUTS = new Stage.Kind("teacher-outputs", "safetensors", true);

  /** Writes the records in stages' settings. */
  private static final ConfigFile SETTINGS = new ConfigFile();

  private final TransferTask task;
  private final TrainingStages stages;

  /** Empty if no method of the run reads word vectors. */
  private final Optional<RecurrentTrainings> recurrent;

  /** Prepares to make stages. */
  public Trainings(TransferTask task, TrainingStages stages) {
    this.task = task;
    this.stages = stages;
    this.recurrent = task.words().map(words -> new RecurrentTrainings(task, words, stages));
  }

  /** Makes the stages of methods on word vectors. */
  RecurrentTrainings recurrent() {
    return recurrent.orElseThrow();
  }

  private PieceTask pieces() {
    return task.pieces().orElseThrow();
  }

  /** L, the number of layers of the run's encoder. */
  int layers() {
    return pieces().encoder().layers();
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
    long seed = TrainingStages.seed(name, Optional.empty(), configured);
    return stages.train(
        new Training(
            name,
            Optional.empty(),
            configured,
            seed,
            SETTINGS.yaml(teacher) + "heads: " + heads + "\nalpha: " + alpha,
            network(
                ModelShape.of(pieces().encoder(), task.labels(), KeptLayers.all(layers()), heads)),
            teacher.learningRate(),
            teacher.epochs(),
            teacher.select(),
            List.of(),
            Optional.empty(),
            place ->
                new Supervised(
                    pieces().source(),
                    task.labelled(),
                    task.labels(),
                    teacher.batch(),
                    alpha,
                    seed)));
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
    long seed = TrainingStages.seed(method.key(), target, configured);
    ModelShape shape =
        ModelShape.of(pieces().encoder(), task.labels(), student.kept(layers()), heads);
    Stage outputs = outputs(teacher, language, configured);
    return stages.train(
        new Training(
            method.name(),
            target,
            configured,
            seed,
            SETTINGS.yaml(student) + SETTINGS.yaml(coefficients) + "heads: " + heads,
            network(shape),
            student.learningRate(),
            student.epochs(),
            student.select(),
            List.of(outputs),
            Optional.of(teacher).filter(t -> student.start() == StudentTraining.Start.TEACHER),
            place ->
                new Distillation(
                    pieces().unlabelled().get(language),
                    pieces().source(),
                    TeacherOutputs.open(
                        place.artifact(outputs),
                        pieces().unlabelled().get(language),
                        pieces().source()),
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
          try (Parameters p = stages.load(teacher, place::artifact)) {
            TeacherOutputs.write(
                p,
                stages.backend(),
                pieces().unlabelled().get(language),
                pieces().source(),
                stages.batching(),
                place.target());
          }
          return Map.of();
        });
  }

  private TransformerNetwork network(ModelShape shape) {
    return new TransformerNetwork(
        shape,
        pieces().encoder(),
        task.labels(),
        stages.settings().frozen(),
        stages.settings().optimiser().factors(),
        stages.backend(),
        new Predictor.Settings(
            stages.settings().maxPieces(),
            stages.batching(),
            stages.settings().evaluation().decoding()));
  }
}

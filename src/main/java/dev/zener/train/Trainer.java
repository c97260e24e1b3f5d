package dev.zener.train;

import dev.zener.data.LabelledSentence;
import dev.zener.device.MemoryLimit;
import dev.zener.device.Tensor;
import dev.zener.optim.Schedule;
import dev.zener.predict.Evaluator;
import dev.zener.predict.Predictor;
import dev.zener.problem.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The loop of one training: it runs the steps, evaluates, keeps the best weights, and saves states
 * to resume from. Output and logging are left to the listener.
 */
public final class Trainer {
  /**
   * The plan of a training.
   *
   * @param schedule the schedule of the learning rate, which has as many steps as the training
   * @param dev the development sets to evaluate on; a set's F1 is the mean over its parts
   * @param evaluateEvery the number of steps between evaluations
   * @param checkpointEvery the number of steps between states
   * @param state the file that holds the latest state while the training runs
   * @param memory the limit that all steps must stay within
   */
  public record Plan(
      TrainEvent.Job job,
      Schedule schedule,
      DevSets dev,
      Select select,
      int evaluateEvery,
      int checkpointEvery,
      Path state,
      MemoryLimit memory) {}

  /** Supplies the length of the metrics log in bytes when a checkpoint is written. */
  @FunctionalInterface
  public interface LogPosition {
    long get() throws IOException;
  }

  private static final String BEST = "best.";
  private static final String STEP = "step";

  /** The key of the length of the metrics log in a state's facts. */
  public static final String LOG = "metrics";

  /** The advice in the message if a step does not fit in memory. */
  private static final String SMALLER =
      "start a new run with smaller batches (teacher.batch, student.batch; for methods lstm-...,"
          + " lstm.batch, selfTraining.batch)";

  private final Plan plan;
  private final TrainingSession session;
  private final Objective objective;
  private final Function<String, Predictor> predictors;
  private final TrainListener listener;
  private final LogPosition log;
  private Map<String, Double> latest = Map.of();

  /**
   * Prepares a training.
   *
   * @param predictors finds the predictor for a set of the plan's development sets
   */
  public Trainer(
      Plan plan,
      TrainingSession session,
      Objective objective,
      Function<String, Predictor> predictors,
      TrainListener listener,
      LogPosition log) {
    this.plan = plan;
    this.session = session;
    this.objective = objective;
    this.predictors = predictors;
    this.listener = listener;
    this.log = log;
  }

  /**
   * The chosen weights.
   *
   * @param step the step after which the training had these weights
   * @param score the F1 by which they were selected; if the last step is always used, the F1 on the
   *     source's development set, by which seeds are compared
   */
  public record Chosen(long step, double score) {}

  /** Trains to the end and leaves the chosen weights in the session's parameters. */
  public Chosen train() {
    int total = plan.schedule().steps();
    try (BestWeights best = new BestWeights(session.trained())) {
      resume(best);
      requireMemory(total);
      listener.started(
          new TrainEvent.Started(
              plan.job(),
              session.steps(),
              total,
              objective.sentences(session.steps()),
              objective.sentences(total)));
      for (int t = (int) session.steps() + 1; t <= total; t++) {
        step(t, total);
        if (t % plan.evaluateEvery() == 0 || t == total) {
          evaluate(best, t, total);
        }
        if (t % plan.checkpointEvery() == 0 && t < total) {
          save(best);
        }
      }
      best.restore();
      // No state is saved at the last step, so even a resumed training has evaluated it.
      boolean last = plan.select().set().isEmpty();
      double score = last ? latest.get(DevSets.SOURCE) : best.score();
      return new Chosen(best.step(), score);
    }
  }

  /** Checks, before the first step, that the largest of the remaining steps fits in memory. */
  private void requireMemory(int total) {
    if (!plan.memory().isSet()) {
      return;
    }
    long largest = 0;
    int most = 0;
    for (long step = session.steps(); step < total; step++) {
      int pieces = objective.pieces(step);
      if (pieces > most) {
        most = pieces;
        largest = step;
      }
    }
    long growth = session.growth(largest);
    if (session.steps() == 0) {
      growth += 3 * session.trainedBytes(); // moments and best weights, not yet written
    }
    plan.memory().requireAhead(growth, memoryFor(plan.job().title(), most), SMALLER);
  }

  private static String memoryFor(String what, int pieces) {
    return what + ": a batch of " + pieces + " pieces";
  }

  private void step(int t, int total) {
    if (plan.memory().isSet()) {
      String what = memoryFor(plan.job().title() + " at step " + t, objective.pieces(t - 1));
      plan.memory().require(session.growth(t - 1), what, SMALLER);
    }
    double rate = plan.schedule().at(t);
    TrainingSession.Step step = session.step(rate);
    if (!Double.isFinite(step.loss()) || !Double.isFinite(step.norm())) {
      String what =
          "the loss is "
              + step.loss()
              + " and the gradient's norm "
              + step.norm()
              + ", in a batch of the sentences "
              + step.batch().numbers().stream().map(n -> n + 1).toList()
              + " of its training text";
      throw diverged(t, what + "; lower the learning rate (" + rate + " here) in a new run", null);
    }
    listener.step(
        new TrainEvent.Step(
            plan.job(),
            t,
            total,
            step.loss(),
            step.terms(),
            step.batch().sentences(),
            step.batch().pieces(),
            rate));
  }

  private InputException diverged(int t, String what, RuntimeException cause) {
    String state = Files.exists(plan.state()) ? "; the last valid state is " + plan.state() : "";
    return new InputException(plan.job().title() + " at step " + t + ": " + what + state, cause);
  }

  private double f1(String set, List<LabelledSentence> gold, int t) {
    try {
      return Evaluator.evaluate(predictors.apply(set), gold).evaluation().micro().f1();
    } catch (InputException e) {
      throw diverged(t, e.getMessage(), e);
    }
  }

  /** F1 of each part of a development set, followed by their mean under the set's name. */
  private Map<String, Double> f1(String set, Map<String, List<LabelledSentence>> parts, int t) {
    Map<String, Double> scores = new LinkedHashMap<>();
    parts.forEach((part, gold) -> scores.put(DevSets.score(set, part), f1(set, gold, t)));
    scores.put(set, scores.values().stream().mapToDouble(f1 -> f1).average().orElseThrow());
    return scores;
  }

  private void evaluate(BestWeights best, int t, int total) {
    Map<String, Double> scores = new LinkedHashMap<>();
    plan.dev().sets().forEach((set, parts) -> scores.putAll(f1(set, parts, t)));
    latest = scores;
    // Without a set to select by, a later step is always better.
    double score = plan.select().set().map(scores::get).orElse((double) t);
    boolean better = best.offer(score, t);
    listener.evaluated(new TrainEvent.Evaluated(plan.job(), t, total, scores, better));
  }

  private void save(BestWeights best) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(session.state());
    best.copies().forEach((name, t) -> tensors.put(BEST + name, t));
    try {
      Map<String, String> facts =
          Map.of(
              STEP,
              Long.toString(session.steps()),
              BEST + STEP,
              Long.toString(best.step()),
              BEST + "score",
              Double.toString(best.score()),
              LOG,
              Long.toString(log.get()));
      TensorFile.write(plan.state(), facts, tensors);
    } catch (IOException e) {
      throw new UncheckedIOException(plan.state() + ": cannot be written", e);
    }
  }

  private void resume(BestWeights best) {
    if (!Files.exists(plan.state())) {
      return;
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>(session.state());
    best.copies().forEach((name, t) -> tensors.put(BEST + name, t));
    TensorFile.read(plan.state(), tensors);
    Map<String, String> facts = TensorFile.facts(plan.state());
    session.resume(Long.parseLong(facts.get(STEP)));
    best.resume(
        Double.parseDouble(facts.get(BEST + "score")), Long.parseLong(facts.get(BEST + STEP)));
  }
}

package dev.zener.train;

import dev.zener.device.Tensor;
import dev.zener.graph.Inputs;
import dev.zener.graph.Timing;
import dev.zener.model.LossGraph;
import dev.zener.model.Parameters;
import dev.zener.op.Dropout;
import dev.zener.op.backend.Backend;
import dev.zener.optim.AdamWSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * A training in progress: the compiled step, from the integers of a batch to updated weights, and
 * the optimisers' state. The same seed, data and thread count give the same bits.
 */
public final class TrainingSession implements AutoCloseable {
  /**
   * The result of a step.
   *
   * @param loss the total loss, of all update groups together
   * @param terms the terms of the losses by name, without their weights
   * @param norm the global norm of the gradients before clipping, the largest of the update groups'
   */
  public record Step(double loss, Map<String, Double> terms, double norm, Objective.Batch batch) {}

  /** The losses of an update group, and the norm of its gradients. */
  record Losses(double total, Map<String, Double> terms, double norm) {}

  private final Objective objective;
  private final List<UpdateGroup> groups = new ArrayList<>();
  private final Map<String, Tensor> trained = new LinkedHashMap<>();
  private final Inputs inputs = new Inputs();
  private final long seed;

  /** Compiles the training step. All parameters have the same learning rate. */
  public TrainingSession(
      Objective objective,
      Parameters parameters,
      Predicate<String> frozen,
      AdamWSettings settings,
      Backend backend,
      long seed) {
    this(objective, parameters, frozen, settings, name -> 1, backend, seed);
  }

  /**
   * Compiles the training step.
   *
   * @param frozen whether the parameter of a name is excluded from training
   * @param factor the factor of the learning rate for the parameter of a name
   * @throws IllegalArgumentException if two update groups train the same parameter
   */
  public TrainingSession(
      Objective objective,
      Parameters parameters,
      Predicate<String> frozen,
      AdamWSettings settings,
      ToDoubleFunction<String> factor,
      Backend backend,
      long seed) {
    this.objective = objective;
    this.seed = seed;
    try {
      for (LossGraph graph : objective.graphs(parameters, frozen.negate())) {
        UpdateGroup group = new UpdateGroup(graph, parameters, settings, factor, backend);
        groups.add(group);
        group.trained().forEach(this::trains);
      }
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private void trains(String name, Tensor parameter) {
    if (trained.put(name, parameter) != null) {
      throw new IllegalArgumentException(
          name + " is trained by two update groups; allowed: one for each parameter");
    }
  }

  /** Runs the next training step with a learning rate and updates the weights. */
  public Step step(double learningRate) {
    Objective.Batch batch = fill(steps());
    double loss = 0;
    double norm = 0;
    Map<String, Double> terms = new LinkedHashMap<>();
    for (UpdateGroup group : groups) {
      Losses losses = group.step(inputs, learningRate);
      loss += losses.total();
      norm = Math.max(norm, losses.norm()); // NaN if one of them is
      terms.putAll(losses.terms());
    }
    return new Step(loss, terms, norm, batch);
  }

  private Objective.Batch fill(long step) {
    inputs.counter(LossGraph.COUNTER, Dropout.key(seed, Math.toIntExact(step)));
    return objective.fill(step, inputs);
  }

  /**
   * Bytes of host memory that a step needs in addition to those allocated by earlier steps; steps
   * are counted from 0.
   */
  public long growth(long step) {
    fill(step);
    return groups.stream().mapToLong(group -> group.growth(inputs)).sum();
  }

  /** The time spent in each part of the steps, of the first update group. */
  public Timing timing() {
    return groups.get(0).program().timing();
  }

  /** The number of steps taken so far. */
  public long steps() {
    return groups.get(0).optimizer().step();
  }

  /** The trained parameters by name. Training changes them in place. */
  public Map<String, Tensor> trained() {
    return Map.copyOf(trained);
  }

  /**
   * The tensors that a checkpoint must keep in addition to the number of steps: trained weights and
   * the optimisers' moments, by name.
   */
  public Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>(trained);
    groups.forEach(group -> state.putAll(group.optimizer().moments()));
    return state;
  }

  /** The total size of the trained parameters in bytes; each set of moments has the same size. */
  public long trainedBytes() {
    return trained.values().stream().mapToLong(Tensor::byteSize).sum();
  }

  /** Continues after {@code steps} steps. The caller must have restored {@link #state} before. */
  public void resume(long steps) {
    groups.forEach(group -> group.optimizer().resume(steps));
  }

  @Override
  public void close() {
    groups.forEach(UpdateGroup::close);
    inputs.close();
  }
}

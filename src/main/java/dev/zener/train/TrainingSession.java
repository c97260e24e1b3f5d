package dev.zener.train;

import dev.zener.device.Tensor;
import dev.zener.graph.Compiler;
import dev.zener.graph.Inputs;
import dev.zener.graph.Program;
import dev.zener.graph.Timing;
import dev.zener.model.Parameters;
import dev.zener.model.TaggerGraph;
import dev.zener.op.Backend;
import dev.zener.op.Dropout;
import dev.zener.optim.AdamWSettings;
import dev.zener.optim.Optimizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A training in progress: the compiled step, from the integers of a batch to updated weights, and
 * the optimiser's state. The same seed, data and thread count give the same bits.
 */
public final class TrainingSession implements AutoCloseable {
  /**
   * The result of a step.
   *
   * @param loss the total loss
   * @param terms the terms of the loss by name, without their weights
   * @param norm the global norm of the gradients before clipping
   */
  public record Step(double loss, Map<String, Double> terms, double norm, Objective.Batch batch) {}

  private final Objective objective;
  private final Parameters parameters;
  private final Map<String, Tensor> trained = new LinkedHashMap<>();
  private final Optimizer optimizer;
  private final Program program;
  private final Inputs inputs = new Inputs();
  private final List<String> terms;
  private final long seed;

  /**
   * Compiles the training step.
   *
   * @param frozen whether the parameter of a name is excluded from training
   */
  public TrainingSession(
      Objective objective,
      Parameters parameters,
      Predicate<String> frozen,
      AdamWSettings settings,
      Backend backend,
      long seed) {
    this.objective = objective;
    this.parameters = parameters;
    this.seed = seed;
    TaggerGraph graph = objective.graph(parameters, frozen.negate());
    Map<String, String> gradients = graph.gradients();
    parameters
        .tensors()
        .forEach(
            (name, t) -> {
              if (gradients.containsKey(name)) {
                trained.put(name, t);
              }
            });
    optimizer = new Optimizer(settings, trained, name -> parameters.specs().get(name).decays());
    terms = graph.losses();
    program = compile(graph, gradients, backend);
  }

  private Program compile(TaggerGraph graph, Map<String, String> gradients, Backend backend) {
    Map<String, Tensor> bound = new LinkedHashMap<>(parameters.tensors());
    bound.putAll(optimizer.moments());
    Compiler compiler = new Compiler(graph.graph().getFunction("grad"), backend, bound);
    compiler.filling(graph.fillings());
    optimizer.append(compiler, gradients);
    List<String> wanted = new ArrayList<>(terms);
    wanted.add(TaggerGraph.LOSS);
    wanted.add(Optimizer.NORM);
    return compiler.compile(wanted, optimizer.placeholders(parameters.type()));
  }

  /** Runs the next training step with a learning rate and updates the weights. */
  public Step step(double learningRate) {
    long t = optimizer.step();
    Objective.Batch batch = fill(t, optimizer.next(learningRate));
    Map<String, Tensor> out = program.run(inputs.tensors());
    Map<String, Double> losses = new LinkedHashMap<>();
    terms.forEach(term -> losses.put(term, out.get(term).get(0)));
    return new Step(
        out.get(TaggerGraph.LOSS).get(0), losses, out.get(Optimizer.NORM).get(0), batch);
  }

  private Objective.Batch fill(long step, double[] scalars) {
    inputs.counter(TaggerGraph.COUNTER, Dropout.key(seed, Math.toIntExact(step)));
    inputs.doubles(Optimizer.SCALARS, parameters.type(), scalars, 3);
    return objective.fill(step, inputs);
  }

  /**
   * Bytes of host memory that a step needs in addition to those allocated by earlier steps; steps
   * are counted from 0.
   */
  public long growth(long step) {
    fill(step, new double[3]);
    return program.growth(inputs.tensors());
  }

  /** The time spent in each part of the steps. */
  public Timing timing() {
    return program.timing();
  }

  /** The number of steps taken so far. */
  public long steps() {
    return optimizer.step();
  }

  /** The trained parameters by name. Training changes them in place. */
  public Map<String, Tensor> trained() {
    return Map.copyOf(trained);
  }

  /**
   * The tensors that a checkpoint must keep in addition to the number of steps: trained weights and
   * the optimiser's moments, by name.
   */
  public Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>(trained);
    state.putAll(optimizer.moments());
    return state;
  }

  /** The total size of the trained parameters in bytes; each set of moments has the same size. */
  public long trainedBytes() {
    return trained.values().stream().mapToLong(Tensor::byteSize).sum();
  }

  /** Continues after {@code steps} steps. The caller must have restored {@link #state} before. */
  public void resume(long steps) {
    optimizer.resume(steps);
  }

  @Override
  public void close() {
    program.close();
    optimizer.close();
    inputs.close();
  }
}

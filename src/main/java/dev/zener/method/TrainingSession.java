package dev.zener.method;

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
 * One training under way: a compiled step from a batch's integers to updated weights, and the
 * optimiser's state. The same seed, data and thread count give the same bits.
 */
public final class TrainingSession implements AutoCloseable {
  /**
   * What a step did.
   *
   * @param loss what was minimised
   * @param terms the loss's terms by name, unweighted
   * @param norm the gradients' global norm before clipping
   */
  public record Step(double loss, Map<String, Double> terms, double norm, Method.Batch batch) {}

  private final Method method;
  private final Parameters parameters;
  private final Map<String, Tensor> trained = new LinkedHashMap<>();
  private final Optimizer optimizer;
  private final Program program;
  private final Inputs inputs = new Inputs();
  private final List<String> terms;
  private final long seed;

  /**
   * Compiles.
   *
   * @param frozen whether the parameter of a name stays as it is
   */
  public TrainingSession(
      Method method,
      Parameters parameters,
      Predicate<String> frozen,
      AdamWSettings settings,
      Backend backend,
      long seed) {
    this.method = method;
    this.parameters = parameters;
    this.seed = seed;
    TaggerGraph graph = method.graph(parameters, frozen.negate());
    Map<String, String> gradients = graph.gradients();
    parameters
        .tensors()
        .forEach(
            (name, t) -> {
              if (gradients.containsKey(name)) {
                trained.put(name, t);
              }
            });
    optimizer = new Optimizer(settings, trained);
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

  /** Takes the next step. */
  public Step step(double learningRate) {
    long t = optimizer.step();
    Method.Batch batch = fill(t, optimizer.next(learningRate));
    Map<String, Tensor> out = program.run(inputs.tensors());
    Map<String, Double> losses = new LinkedHashMap<>();
    terms.forEach(term -> losses.put(term, out.get(term).get(0)));
    return new Step(
        out.get(TaggerGraph.LOSS).get(0), losses, out.get(Optimizer.NORM).get(0), batch);
  }

  private Method.Batch fill(long step, double[] scalars) {
    inputs.counter(TaggerGraph.COUNTER, Dropout.key(seed, Math.toIntExact(step)));
    inputs.doubles(Optimizer.SCALARS, parameters.type(), scalars, 3);
    return method.fill(step, inputs);
  }

  /** Bytes of the host's memory that a step needs beyond what the steps so far needed. */
  public long growth(long step) {
    fill(step, new double[3]);
    return program.growth(inputs.tensors());
  }

  /** What the steps' parts took. */
  public Timing timing() {
    return program.timing();
  }

  /** Steps taken. */
  public long steps() {
    return optimizer.step();
  }

  /** The trained parameters by name; training changes them in place. */
  public Map<String, Tensor> trained() {
    return Map.copyOf(trained);
  }

  /** All that a checkpoint has to keep beside the number of steps: weights and moments, by name. */
  public Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>(trained);
    state.putAll(optimizer.moments());
    return state;
  }

  /** Size of the trained parameters, and of each of their moments. */
  public long trainedBytes() {
    return trained.values().stream().mapToLong(Tensor::byteSize).sum();
  }

  /** Goes on after so many steps, once the caller has copied the state in. */
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

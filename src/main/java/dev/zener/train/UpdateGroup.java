package dev.zener.train;

import dev.zener.device.Tensor;
import dev.zener.graph.Compiler;
import dev.zener.graph.Inputs;
import dev.zener.graph.Program;
import dev.zener.model.LossGraph;
import dev.zener.model.Parameters;
import dev.zener.op.backend.Backend;
import dev.zener.optim.AdamWSettings;
import dev.zener.optim.Optimizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** One loss of a step, compiled with its gradients and the update of the parameters it trains. */
final class UpdateGroup implements AutoCloseable {
  private final Parameters parameters;
  private final Map<String, Tensor> trained = new LinkedHashMap<>();
  private final Optimizer optimizer;
  private final Program program;
  private final List<String> terms;

  UpdateGroup(
      LossGraph graph,
      Parameters parameters,
      AdamWSettings settings,
      ToDoubleFunction<String> factor,
      Backend backend) {
    this.parameters = parameters;
    Map<String, String> gradients = graph.gradients();
    parameters
        .tensors()
        .forEach(
            (name, t) -> {
              if (gradients.containsKey(name)) {
                trained.put(name, t);
              }
            });
    optimizer =
        new Optimizer(settings, trained, name -> parameters.specs().get(name).decays(), factor);
    terms = graph.losses();
    program = compile(graph, gradients, backend);
  }

  private Program compile(LossGraph graph, Map<String, String> gradients, Backend backend) {
    Map<String, Tensor> bound = new LinkedHashMap<>(parameters.tensors());
    bound.putAll(optimizer.moments());
    Compiler compiler = new Compiler(graph.graph(), backend, bound);
    compiler.filling(graph.fillings());
    optimizer.append(compiler, gradients);
    List<String> wanted = new ArrayList<>(terms);
    wanted.add(LossGraph.LOSS);
    wanted.add(Optimizer.NORM);
    return compiler.compile(wanted, optimizer.placeholders(parameters.type()));
  }

  /**
   * Runs the next step.
   *
   * @param inputs those of the batch; the scalars of the optimiser are added
   */
  TrainingSession.Losses step(Inputs inputs, double learningRate) {
    scalars(inputs, optimizer.next(learningRate));
    Map<String, Tensor> out = program.run(inputs.tensors());
    Map<String, Double> losses = new LinkedHashMap<>();
    terms.forEach(term -> losses.put(term, out.get(term).get(0)));
    return new TrainingSession.Losses(
        out.get(LossGraph.LOSS).get(0), losses, out.get(Optimizer.NORM).get(0));
  }

  private void scalars(Inputs inputs, double[] scalars) {
    inputs.doubles(Optimizer.SCALARS, parameters.type(), scalars, 3);
  }

  /** Bytes of host memory that a step needs in addition to those allocated by earlier steps. */
  long growth(Inputs inputs) {
    scalars(inputs, new double[3]);
    return program.growth(inputs.tensors());
  }

  Program program() {
    return program;
  }

  Optimizer optimizer() {
    return optimizer;
  }

  /** The trained parameters by name. */
  Map<String, Tensor> trained() {
    return trained;
  }

  @Override
  public void close() {
    program.close();
    optimizer.close();
  }
}

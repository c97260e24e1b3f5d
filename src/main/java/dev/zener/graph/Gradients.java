package dev.zener.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Derives gradients by reverse accumulation: the {@code doDiff} of each op on a path from a
 * parameter to the loss adds gradient ops to the same graph. SameDiff's {@code createGradFunction}
 * is not used, because it prints a line per op to the host's standard output.
 *
 * <p>An op is differentiated as soon as the gradients of its outputs are complete; ops that are
 * ready wait in a queue. The gradients of a variable that several ops read are added in this order,
 * which is that of SameDiff. The order decides how sums are rounded, so that another order would
 * change the results of trainings.
 */
public final class Gradients {
  private final SameDiff graph;
  private final String loss;

  /** The variables on paths from a parameter to the loss. */
  private final Set<String> onPaths = new HashSet<>();

  /** For each op on a path, by name, the ops on paths that read it and are not differentiated. */
  private final Map<String, Set<String>> readers = new HashMap<>();

  private final Map<String, SDVariable> gradients = new HashMap<>();
  private final Queue<String> ready = new ArrayDeque<>();

  private Gradients(SameDiff graph, String loss) {
    this.graph = graph;
    this.loss = loss;
  }

  /**
   * Adds the gradients of a loss to its graph.
   *
   * @param loss the name of a floating-point scalar
   * @param parameters the names of the variables or placeholders to differentiate by
   * @return the name of the gradient of every parameter
   * @throws IllegalArgumentException if the loss does not depend on a parameter, or an op on the
   *     path has no gradient for it
   */
  public static Map<String, String> of(SameDiff graph, String loss, Collection<String> parameters) {
    Gradients derivation = new Gradients(graph, loss);
    derivation.findPaths(parameters);
    derivation.accumulate();
    return derivation.names(parameters);
  }

  private void findPaths(Collection<String> parameters) {
    // SameDiff keeps ops in the order in which they were added, which is topological
    List<SameDiffOp> ops = new ArrayList<>(graph.getOps().values());
    Set<String> dependent = new HashSet<>(parameters);
    for (SameDiffOp op : ops) {
      if (op.getInputsToOp().stream().anyMatch(dependent::contains)) {
        op.getOutputsOfOp().stream().filter(this::isFloating).forEach(dependent::add);
      }
    }
    if (dependent.contains(loss)) {
      onPaths.add(loss);
    }
    for (int i = ops.size() - 1; i >= 0; i--) {
      SameDiffOp op = ops.get(i);
      if (op.getOutputsOfOp().stream().anyMatch(onPaths::contains)) {
        for (String input : op.getInputsToOp()) {
          if (dependent.contains(input)) {
            onPaths.add(input);
            readers.computeIfAbsent(maker(input), k -> new LinkedHashSet<>()).add(op.getName());
          }
        }
      }
    }
  }

  private boolean isFloating(String variable) {
    return graph.getVariable(variable).dataType().isFPType();
  }

  /** The name of the op that computes a variable; null for a parameter. */
  private String maker(String variable) {
    return graph.getVariables().get(variable).getOutputOfOp();
  }

  private void accumulate() {
    if (!onPaths.contains(loss)) {
      return;
    }
    INDArray one = Nd4j.scalar(graph.getVariable(loss).dataType(), 1);
    gradients.put(loss, graph.constant(loss + "-grad", one));
    ready.add(maker(loss));
    while (!ready.isEmpty()) {
      differentiate(graph.getOps().get(ready.remove()));
    }
  }

  private void differentiate(SameDiffOp op) {
    List<SDVariable> outputs = new ArrayList<>();
    op.getOutputsOfOp().forEach(output -> outputs.add(gradients.get(output)));
    List<SDVariable> inputs = op.getOp().doDiff(outputs);
    List<String> names = op.getInputsToOp();
    for (int i = 0; i < names.size(); i++) {
      if (onPaths.contains(names.get(i))) {
        add(op, names.get(i), i < inputs.size() ? inputs.get(i) : null);
      }
    }
    for (String name : names) {
      String maker = onPaths.contains(name) ? maker(name) : null;
      if (maker != null) {
        Set<String> waiting = readers.get(maker);
        if (waiting.remove(op.getName()) && waiting.isEmpty()) {
          ready.add(maker);
        }
      }
    }
  }

  private void add(SameDiffOp op, String input, SDVariable gradient) {
    if (gradient == null) {
      throw new IllegalArgumentException(
          op.getName() + " has no gradient for its input " + input + ", on which the loss depends");
    }
    gradients.merge(input, gradient, (sum, more) -> graph.math().add(sum, more));
  }

  private Map<String, String> names(Collection<String> parameters) {
    Map<String, String> names = new LinkedHashMap<>();
    for (String parameter : parameters) {
      if (!gradients.containsKey(parameter)) {
        throw new IllegalArgumentException(loss + " does not depend on parameter " + parameter);
      }
      names.put(parameter, gradients.get(parameter).name());
    }
    return names;
  }
}

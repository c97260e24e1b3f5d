package dev.zener.model;

import dev.zener.graph.Filling;
import dev.zener.graph.Gradients;
import dev.zener.op.WeightedSum;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** A network's graph, which may have a total loss to train by. */
public abstract class LossGraph {
  /** The name of the total loss, a scalar. */
  public static final String LOSS = "loss";

  /** Gold labels of the words of a batch, [W] int. */
  public static final String LABELS = "labels";

  /** Dropout's counter, [1] long. */
  public static final String COUNTER = GraphBuilder.COUNTER;

  private final GraphBuilder builder;
  private final List<String> losses = new ArrayList<>();

  LossGraph(GraphBuilder builder) {
    this.builder = builder;
  }

  /** What this graph is made with. */
  public GraphBuilder builder() {
    return builder;
  }

  /** The SameDiff graph. */
  public SameDiff graph() {
    return builder.graph();
  }

  /** How a device may pad the inputs whose first dimension differs from batch to batch. */
  public abstract Map<String, Filling> fillings();

  /** Names a term of the loss, a scalar, whose value is then reported. */
  public SDVariable term(String name, SDVariable loss) {
    losses.add(name);
    return loss.rename(name);
  }

  /** Makes the sum of the terms, each times its factor, the total loss. */
  public void minimise(List<SDVariable> terms, List<Double> factors) {
    minimise(terms, factors, null, List.of(), 0);
  }

  /**
   * Makes the sum of the terms, each times its factor, and of β times the weighted terms the total
   * loss, see {@link WeightedSum}.
   *
   * @param omega ω, from which the weights of the weighted terms follow; null if there are none
   */
  void minimise(
      List<SDVariable> terms,
      List<Double> factors,
      SDVariable omega,
      List<SDVariable> weighted,
      double beta) {
    new WeightedSum(graph(), terms, factors, omega, weighted, beta).outputVariable().rename(LOSS);
    graph().setLossVariables(LOSS);
  }

  /** The names of the terms of the loss, which are values without their coefficients. */
  public List<String> losses() {
    return List.copyOf(losses);
  }

  /**
   * Adds the gradients of the loss to the graph; to be called once.
   *
   * @return the name of every trained parameter's gradient in the graph
   */
  public Map<String, String> gradients() {
    return Gradients.of(graph(), LOSS, builder.trained());
  }
}

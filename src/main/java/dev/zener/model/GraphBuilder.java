package dev.zener.model;

import dev.zener.op.Dropout;
import dev.zener.op.ElementTypes;
import dev.zener.op.Linear;
import dev.zener.op.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Builds a SameDiff graph that reads a network's parameters. Parameters are placeholders by their
 * names, whose memory is bound when the graph is compiled. A placeholder {@code counter [1]} long
 * is added if there is dropout.
 */
public final class GraphBuilder {
  static final String COUNTER = "counter";

  private final SameDiff graph = SameDiff.create();
  private final Parameters parameters;
  private final Predicate<String> trained;
  private final boolean dropout;
  private final List<String> trainedNames = new ArrayList<>();
  private SDVariable counter;
  private int sites;

  /**
   * Creates an empty graph.
   *
   * @param trained whether the parameter of a name gets a gradient
   * @param dropout whether dropout is on
   */
  GraphBuilder(Parameters parameters, Predicate<String> trained, boolean dropout) {
    this.parameters = parameters;
    this.trained = trained;
    this.dropout = dropout;
  }

  public SameDiff graph() {
    return graph;
  }

  /**
   * The parameter of a name, added on first use. It is a placeholder, because SameDiff would copy
   * the values of a variable or a constant.
   */
  public SDVariable parameter(String name) {
    if (graph.hasVariable(name)) {
      return graph.getVariable(name);
    }
    if (trained.test(name)) {
      trainedNames.add(name);
    }
    return graph.placeHolder(name, type(), parameters.get(name).shape());
  }

  private DataType type() {
    return ElementTypes.nd4j(parameters.type());
  }

  /** The names of the trained parameters that the graph reads, in order of first use. */
  List<String> trained() {
    return List.copyOf(trainedNames);
  }

  /** An int input [n], added on first use. */
  public SDVariable integers(String name) {
    return graph.hasVariable(name)
        ? graph.getVariable(name)
        : graph.placeHolder(name, DataType.INT32, -1);
  }

  /** A floating-point input [n,width], added on first use. */
  public SDVariable floats(String name, long width) {
    return graph.hasVariable(name)
        ? graph.getVariable(name)
        : graph.placeHolder(name, type(), -1, width);
  }

  /** A new constant of zeros. */
  SDVariable zeros(String name, long rows, long columns) {
    return graph.constant(name, Nd4j.zeros(type(), rows, columns));
  }

  /** x wᵀ + b with the parameters of a prefix, followed by GELU if {@code gelu} is set. */
  public SDVariable linear(SDVariable x, String prefix, boolean gelu) {
    SDVariable w = parameter(prefix + ".weight");
    SDVariable b = parameter(prefix + ".bias");
    return new Linear(graph, x, w, b, gelu).outputVariables()[0];
  }

  /** The chosen rows of x. */
  public SDVariable rows(SDVariable x, SDVariable rows) {
    return new Rows(graph, x, rows).outputVariable();
  }

  /** x with dropout, if this graph has dropout and the rate is above 0. */
  public SDVariable dropout(SDVariable x, double rate) {
    return drops(rate) ? new Dropout(graph, x, counter(), nextSite(), rate).outputVariable() : x;
  }

  /** Whether this graph is for training, where ops keep what their gradients need. */
  boolean isTraining() {
    return dropout;
  }

  /** Whether dropout of a rate does anything in this graph. */
  boolean drops(double rate) {
    return dropout && rate > 0;
  }

  /** Dropout's counter, added on first use. */
  SDVariable counter() {
    if (counter == null) {
      counter = graph.placeHolder(COUNTER, DataType.INT64, 1);
    }
    return counter;
  }

  /** The number of the next place with dropout, so that every place draws other numbers. */
  int nextSite() {
    return sites++;
  }
}

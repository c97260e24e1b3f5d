package dev.zener.model;

import dev.zener.op.Attention;
import dev.zener.op.Dropout;
import dev.zener.op.ElementTypes;
import dev.zener.op.Embedding;
import dev.zener.op.LayerNorm;
import dev.zener.op.Linear;
import dev.zener.op.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * BERT (Devlin et al. 2019) as a SameDiff graph over packed batches: rows are the pieces of all
 * sentences end to end, without padding or mask.
 *
 * <p>Placeholders: {@code ids [N]} int, {@code offsets [B+1]} int; {@code lastRows [S]} and {@code
 * lastOffsets [B+1]} int if the last layer is computed only at chosen rows; {@code counter [1]}
 * long if there is dropout; and the parameters by their names, whose memory is bound when the graph
 * is compiled.
 */
final class BertGraph {
  static final String IDS = "ids";
  static final String OFFSETS = "offsets";
  static final String COUNTER = "counter";
  static final String LAST_ROWS = "lastRows";
  static final String LAST_OFFSETS = "lastOffsets";

  private final SameDiff graph = SameDiff.create();
  private final Parameters parameters;
  private final Predicate<String> trained;
  private final boolean dropout;
  private final List<String> trainedNames = new ArrayList<>();
  private final SDVariable offsets;
  private SDVariable counter;
  private int sites;

  /**
   * Creates a graph with no layers yet.
   *
   * @param trained whether the parameter of a name gets a gradient
   * @param dropout whether the encoder's dropout is on
   */
  BertGraph(Parameters parameters, Predicate<String> trained, boolean dropout) {
    this.parameters = parameters;
    this.trained = trained;
    this.dropout = dropout;
    offsets = graph.placeHolder(OFFSETS, DataType.INT32, -1);
  }

  SameDiff graph() {
    return graph;
  }

  /**
   * The parameter of a name, added on first use. It is a placeholder, because SameDiff would copy
   * the values of a variable or a constant.
   */
  SDVariable parameter(String name) {
    if (graph.hasVariable(name)) {
      return graph.getVariable(name);
    }
    if (trained.test(name)) {
      trainedNames.add(name);
    }
    DataType type = ElementTypes.nd4j(parameters.type());
    return graph.placeHolder(name, type, parameters.get(name).shape());
  }

  /** The names of the trained parameters that the graph reads, in order of first use. */
  List<String> trained() {
    return List.copyOf(trainedNames);
  }

  /** An int input [n], added on first use. */
  SDVariable integers(String name) {
    return graph.hasVariable(name)
        ? graph.getVariable(name)
        : graph.placeHolder(name, DataType.INT32, -1);
  }

  /** A new floating-point input [n,width]. */
  SDVariable floats(String name, long width) {
    return graph.placeHolder(name, ElementTypes.nd4j(parameters.type()), -1, width);
  }

  /**
   * All hidden states [N,H], from the embeddings (0) to the last layer (L).
   *
   * @param chosen whether the last hidden state is computed only at chosen rows, from the keys and
   *     values of all rows; it is then [S,H]
   */
  List<SDVariable> hiddenStates(boolean chosen) {
    EncoderShape e = parameters.shape().encoder();
    List<SDVariable> hidden = new ArrayList<>();
    hidden.add(name(embeddings(e), 0));
    for (int i = 0; i < e.layers() - 1; i++) {
      SDVariable x = hidden.get(i);
      hidden.add(name(layer(x, x, offsets, ParameterNames.layer(i), e), i + 1));
    }
    SDVariable x = hidden.get(e.layers() - 1);
    String prefix = ParameterNames.layer(e.layers() - 1);
    hidden.add(
        chosen
            ? layer(x, rows(x, integers(LAST_ROWS)), integers(LAST_OFFSETS), prefix, e)
            : name(layer(x, x, offsets, prefix, e), e.layers()));
    return hidden;
  }

  private SDVariable embeddings(EncoderShape e) {
    String prefix = "bert.embeddings.";
    SDVariable sum =
        new Embedding(
                graph,
                parameter(prefix + "word_embeddings.weight"),
                parameter(prefix + "position_embeddings.weight"),
                parameter(prefix + "token_type_embeddings.weight"),
                integers(IDS),
                offsets)
            .outputVariable(); // [N,H]
    SDVariable norm =
        new LayerNorm(
                graph,
                sum,
                parameter(prefix + "LayerNorm.weight"),
                parameter(prefix + "LayerNorm.bias"),
                e.epsilon())
            .outputVariables()[0];
    return dropout(norm, e.dropout());
  }

  /**
   * A transformer layer. Its queries are the rows {@code at} [S,H], whose sentences start at {@code
   * atOffsets}; its keys and values come from x [N,H].
   */
  private SDVariable layer(
      SDVariable x, SDVariable at, SDVariable atOffsets, String prefix, EncoderShape e) {
    SDVariable q = linear(at, prefix + "attention.self.query", false); // [S,H]
    SDVariable k = linear(x, prefix + "attention.self.key", false); // [N,H]
    SDVariable v = linear(x, prefix + "attention.self.value", false); // [N,H]
    SDVariable context = attention(e, q, k, v, atOffsets); // [S,H]
    SDVariable attended = linear(context, prefix + "attention.output.dense", false); // [S,H]
    SDVariable middle = addNorm(attended, at, prefix + "attention.output.LayerNorm", e); // [S,H]
    SDVariable inner = linear(middle, prefix + "intermediate.dense", true); // [S,F]
    SDVariable outer = linear(inner, prefix + "output.dense", false); // [S,H]
    return addNorm(outer, middle, prefix + "output.LayerNorm", e);
  }

  private static SDVariable name(SDVariable hidden, int number) {
    return hidden.rename("hidden." + number);
  }

  private SDVariable attention(
      EncoderShape e, SDVariable q, SDVariable k, SDVariable v, SDVariable queryOffsets) {
    if (!dropout) {
      return Attention.inference(graph, e.heads(), q, k, v, queryOffsets, offsets).outputVariable();
    }
    Attention attention =
        e.attentionDropout() > 0
            ? new Attention(
                graph,
                e.heads(),
                q,
                k,
                v,
                queryOffsets,
                offsets,
                counter(),
                sites++,
                e.attentionDropout())
            : new Attention(graph, e.heads(), q, k, v, queryOffsets, offsets);
    return attention.outputVariables()[0];
  }

  private SDVariable addNorm(SDVariable x, SDVariable residual, String prefix, EncoderShape e) {
    SDVariable gamma = parameter(prefix + ".weight");
    SDVariable beta = parameter(prefix + ".bias");
    LayerNorm norm =
        dropout && e.dropout() > 0
            ? new LayerNorm(
                graph, x, gamma, beta, residual, counter(), sites++, e.dropout(), e.epsilon())
            : new LayerNorm(graph, x, gamma, beta, residual, e.epsilon());
    return norm.outputVariables()[0];
  }

  /** x wᵀ + b with the parameters of a prefix, followed by GELU if {@code gelu} is set. */
  SDVariable linear(SDVariable x, String prefix, boolean gelu) {
    SDVariable w = parameter(prefix + ".weight");
    SDVariable b = parameter(prefix + ".bias");
    return new Linear(graph, x, w, b, gelu).outputVariables()[0];
  }

  /** The chosen rows of x. */
  SDVariable rows(SDVariable x, SDVariable rows) {
    return new Rows(graph, x, rows).outputVariable();
  }

  /** x with dropout, if this graph has dropout and the rate is above 0. */
  SDVariable dropout(SDVariable x, double rate) {
    return dropout && rate > 0
        ? new Dropout(graph, x, counter(), sites++, rate).outputVariable()
        : x;
  }

  private SDVariable counter() {
    if (counter == null) {
      counter = graph.placeHolder(COUNTER, DataType.INT64, 1);
    }
    return counter;
  }
}

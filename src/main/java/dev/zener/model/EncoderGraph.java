package dev.zener.model;

import dev.zener.op.Attention;
import dev.zener.op.LayerNorm;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * An encoder of the BERT family as part of a SameDiff graph over packed batches: rows are the
 * pieces of all sentences end to end, without padding or mask.
 *
 * <p>Placeholders besides the parameters: {@code ids [N]} int, {@code offsets [B+1]} int; {@code
 * lastRows [S]} and {@code lastOffsets [B+1]} int if the last layer is computed only at chosen
 * rows.
 */
final class EncoderGraph {
  static final String IDS = "ids";
  static final String OFFSETS = "offsets";
  static final String LAST_ROWS = "lastRows";
  static final String LAST_OFFSETS = "lastOffsets";

  private final GraphBuilder builder;
  private final SameDiff graph;
  private final EncoderShape shape;
  private final Architecture architecture;
  private final EncoderNames names;
  private final SDVariable offsets;

  EncoderGraph(GraphBuilder builder, EncoderShape shape) {
    this.builder = builder;
    this.graph = builder.graph();
    this.shape = shape;
    this.architecture = shape.architecture();
    this.names = architecture.names();
    offsets = builder.integers(OFFSETS);
  }

  /**
   * All hidden states [N,H], from the embeddings (0) to the last layer (L).
   *
   * @param chosen whether the last hidden state is computed only at chosen rows, from the keys and
   *     values of all rows; it is then [S,H]
   */
  List<SDVariable> hiddenStates(boolean chosen) {
    List<SDVariable> hidden = new ArrayList<>();
    SDVariable ids = builder.integers(IDS);
    hidden.add(name(architecture.embedded(builder, shape, ids, offsets), 0));
    int last = shape.layers();
    for (int i = 1; i < last; i++) {
      SDVariable x = hidden.get(i - 1);
      hidden.add(name(layer(i, x, x, offsets), i));
    }
    SDVariable x = hidden.get(last - 1);
    hidden.add(
        chosen
            ? layer(
                last,
                x,
                builder.rows(x, builder.integers(LAST_ROWS)),
                builder.integers(LAST_OFFSETS))
            : name(layer(last, x, x, offsets), last));
    return hidden;
  }

  private static SDVariable name(SDVariable hidden, int number) {
    return hidden.rename("hidden." + number);
  }

  /**
   * A transformer layer, from 1. Its queries are the rows {@code at} [S,H], whose sentences start
   * at {@code atOffsets}; its keys and values come from x [N,H].
   */
  private SDVariable layer(int number, SDVariable x, SDVariable at, SDVariable atOffsets) {
    String prefix = names.layer(number);
    SDVariable q = builder.linear(at, prefix + names.query(), false); // [S,H]
    SDVariable k = builder.linear(x, prefix + names.key(), false); // [N,H]
    SDVariable v = builder.linear(x, prefix + names.value(), false); // [N,H]
    SDVariable context = attention(q, k, v, atOffsets); // [S,H]
    SDVariable attended = builder.linear(context, prefix + names.attended(), false); // [S,H]
    double rate = architecture.dropsAttended() ? shape.dropout() : 0;
    SDVariable middle = addNorm(attended, at, prefix + names.attendedNorm(), rate); // [S,H]
    SDVariable inner = builder.linear(middle, prefix + names.inner(), true); // [S,F]
    SDVariable outer = builder.linear(inner, prefix + names.outer(), false); // [S,H]
    return addNorm(outer, middle, prefix + names.outerNorm(), shape.dropout());
  }

  private SDVariable attention(SDVariable q, SDVariable k, SDVariable v, SDVariable queryOffsets) {
    int heads = shape.heads();
    if (!builder.isTraining()) {
      return Attention.inference(graph, heads, q, k, v, queryOffsets, offsets).outputVariable();
    }
    double rate = shape.attentionDropout();
    Attention attention =
        builder.drops(rate)
            ? new Attention(
                graph,
                heads,
                q,
                k,
                v,
                queryOffsets,
                offsets,
                builder.counter(),
                builder.nextSite(),
                rate)
            : new Attention(graph, heads, q, k, v, queryOffsets, offsets);
    return attention.outputVariables()[0];
  }

  private SDVariable addNorm(SDVariable x, SDVariable residual, String prefix, double rate) {
    SDVariable gamma = builder.parameter(prefix + ".weight");
    SDVariable beta = builder.parameter(prefix + ".bias");
    double epsilon = shape.epsilon();
    LayerNorm norm =
        builder.drops(rate)
            ? new LayerNorm(
                graph,
                x,
                gamma,
                beta,
                residual,
                builder.counter(),
                builder.nextSite(),
                rate,
                epsilon)
            : new LayerNorm(graph, x, gamma, beta, residual, epsilon);
    return norm.outputVariables()[0];
  }
}

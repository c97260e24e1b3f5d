package dev.zener.model;

import dev.zener.graph.Filling;
import dev.zener.op.CrossEntropy;
import dev.zener.op.Mmd;
import dev.zener.op.SoftMse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A tagger's graph: encoder, heads and, for training, one total loss. The last layer is computed
 * only at the rows that a loss or a prediction reads, unless its hidden state is requested.
 *
 * <p>Outputs by name: {@code hidden.m [N,H]}, {@code logits.M [W,C]} at {@code wordRows}, {@code
 * cls [B,H]} at {@code clsRows}; the losses are {@code ce.M} or {@code mse.M}, {@code mmd.source},
 * {@code mmd.target} and {@value #LOSS}.
 */
public final class TaggerGraph extends LossGraph {
  /** Rows of the packed batch at which words are tagged or learned from, [W] int. */
  public static final String WORD_ROWS = "wordRows";

  /** Rows in the last hidden state of the words at {@link #WORD_ROWS}, [W] int. */
  public static final String LAST_WORD_ROWS = "lastWordRows";

  /** Rows of the packed batch that the last layer computes, [S] int. */
  public static final String LAST_ROWS = EncoderGraph.LAST_ROWS;

  /** Start of each sentence in {@link #LAST_ROWS}, then S, [B+1] int. */
  public static final String LAST_OFFSETS = EncoderGraph.LAST_OFFSETS;

  /** Rows of every sentence's [CLS] in the last hidden state, [B] int. */
  public static final String CLS_ROWS = "clsRows";

  /** Rows of the source sentences' [CLS] in the last hidden state, [n] int. */
  public static final String SOURCE_CLS_ROWS = "sourceClsRows";

  /** Rows of the target sentences' [CLS] in the last hidden state, [m] int. */
  public static final String TARGET_CLS_ROWS = "targetClsRows";

  /** The teacher's [CLS] vectors of the source sentences, [n,H]. */
  public static final String TEACHER_CLS = "teacherCls";

  /** The prefix of the soft labels for the student's head on layer M, {@code soft.M [W,C]}. */
  public static final String SOFT = "soft.";

  /** The prefix of the logits of the head on layer M. */
  public static final String LOGITS = "logits.";

  /** The prefix of hidden state m; 0 is the output of the embeddings. */
  public static final String HIDDEN = "hidden.";

  /** The name of the sentences' [CLS] vectors, [B,H]. */
  public static final String CLS = "cls";

  /** Piece ids, [N] int. */
  public static final String IDS = EncoderGraph.IDS;

  /** Start of each sentence in the packed batch, then N, [B+1] int. */
  public static final String OFFSETS = EncoderGraph.OFFSETS;

  private final TaggerShape shape;
  private final List<SDVariable> hidden;

  private TaggerGraph(
      Parameters parameters, Predicate<String> trained, boolean training, boolean chosen) {
    super(new GraphBuilder(parameters, trained, training));
    this.shape = TaggerShape.of(parameters);
    hidden = new EncoderGraph(builder(), shape.encoder()).hiddenStates(chosen);
  }

  /**
   * A graph for tagging, without dropout: logits of every head, [CLS] vectors, and all hidden
   * states except the last.
   */
  public static TaggerGraph inference(Parameters parameters) {
    return inference(parameters, true);
  }

  /** As {@link #inference(Parameters)}, with the last hidden state of all rows in addition. */
  public static TaggerGraph encoding(Parameters parameters) {
    return inference(parameters, false);
  }

  private static TaggerGraph inference(Parameters parameters, boolean chosen) {
    TaggerGraph g = new TaggerGraph(parameters, name -> false, false, chosen);
    g.logits(g.shape.headLayers());
    SDVariable cls = g.builder().rows(g.last(), g.builder().integers(CLS_ROWS));
    cls.rename(CLS);
    return g;
  }

  /**
   * A graph for training that has no loss yet: its terms are made with {@link #builder}, {@link
   * #logits()} and {@link #last(String)}, named by {@link #term} and summed by {@link #minimise}.
   *
   * @param trained whether the parameter of a name is trained
   */
  public static TaggerGraph training(Parameters parameters, Predicate<String> trained) {
    return new TaggerGraph(parameters, trained, true, true);
  }

  /**
   * A graph for training on gold labels with the loss CE(p^L, y) + α Σ λ_M CE(p^M, y), where the
   * sum is over the auxiliary heads (MSD's teacher; direct transfer if there are no auxiliary
   * heads).
   *
   * @param trained whether the parameter of a name is trained
   */
  public static TaggerGraph supervised(
      Parameters parameters, Predicate<String> trained, double alpha) {
    TaggerGraph g = new TaggerGraph(parameters, trained, true, true);
    Map<Integer, SDVariable> logits = g.logits(g.shape.headLayers());
    SDVariable labels = g.builder().integers(LABELS);
    Map<Integer, SDVariable> terms = new LinkedHashMap<>();
    logits.forEach(
        (layer, x) ->
            terms.put(
                layer,
                g.term("ce." + layer, new CrossEntropy(g.graph(), x, labels).outputVariable())));
    g.total(terms, alpha, List.of(), List.of());
    return g;
  }

  /**
   * A graph for training on a teacher's outputs with the loss MSE(p_tea^L, p^L) + β Σ λ_M
   * MSE(p_tea^M, p^M) + α' MMD²(teacher's source [CLS], source [CLS]) + β' MMD²(teacher's source
   * [CLS], target [CLS]) (MSD's student and its ablations; TSL has only the first term). An MMD²
   * term whose coefficient is 0 is not built.
   *
   * @param trained whether the parameter of a name is trained
   */
  public static TaggerGraph distillation(
      Parameters parameters,
      Predicate<String> trained,
      double beta,
      double mmdSource,
      double mmdTarget) {
    TaggerGraph g = new TaggerGraph(parameters, trained, true, true);
    Map<Integer, SDVariable> terms = new LinkedHashMap<>();
    g.logits(g.shape.headLayers())
        .forEach(
            (layer, x) -> {
              SDVariable soft = g.builder().floats(SOFT + layer, g.shape.labels());
              SDVariable mse = new SoftMse(g.graph(), x, soft).outputVariable();
              terms.put(layer, g.term("mse." + layer, mse));
            });
    List<SDVariable> more = new ArrayList<>();
    List<Double> coefficients = new ArrayList<>();
    g.mmd(mmdSource, "source", SOURCE_CLS_ROWS, more, coefficients);
    g.mmd(mmdTarget, "target", TARGET_CLS_ROWS, more, coefficients);
    g.total(terms, beta, more, coefficients);
    return g;
  }

  private void mmd(
      double coefficient,
      String side,
      String rows,
      List<SDVariable> terms,
      List<Double> coefficients) {
    if (coefficient == 0) {
      return;
    }
    SDVariable x =
        graph().hasVariable(TEACHER_CLS)
            ? graph().getVariable(TEACHER_CLS)
            : builder().floats(TEACHER_CLS, shape.encoder().hidden());
    SDVariable y = last(rows);
    terms.add(term("mmd." + side, new Mmd(graph(), x, y).outputVariable()));
    coefficients.add(coefficient);
  }

  /**
   * Vectors [n,H] of the last hidden state, with dropout.
   *
   * @param rows the name of the input that has their rows, such as {@link #SOURCE_CLS_ROWS} or
   *     {@link #LAST_WORD_ROWS}
   */
  public SDVariable last(String rows) {
    return builder()
        .dropout(builder().rows(last(), builder().integers(rows)), shape.encoder().dropout());
  }

  /** The logits [W,C] of the head on the last layer. */
  public SDVariable logits() {
    int last = shape.encoder().layers();
    return logits(List.of(last)).get(last);
  }

  /** Logits [W,C] at the word rows of the heads on these layers, by layer. */
  private Map<Integer, SDVariable> logits(List<Integer> layers) {
    Map<Integer, SDVariable> logits = new LinkedHashMap<>();
    for (int layer : layers) {
      boolean last = layer == shape.encoder().layers();
      SDVariable wordRows = builder().integers(last ? LAST_WORD_ROWS : WORD_ROWS);
      SDVariable words = builder().rows(hidden.get(layer), wordRows); // [W,H]
      SDVariable dropped = builder().dropout(words, shape.encoder().dropout());
      String head = HeadParameters.prefix(shape, layer);
      logits.put(layer, builder().linear(dropped, head, false).rename(LOGITS + layer)); // [W,C]
    }
    return logits;
  }

  private SDVariable last() {
    return hidden.get(shape.encoder().layers());
  }

  private void total(
      Map<Integer, SDVariable> terms,
      double beta,
      List<SDVariable> more,
      List<Double> coefficients) {
    List<SDVariable> weighted = shape.auxiliary().stream().map(terms::get).toList();
    List<SDVariable> fixed = new ArrayList<>(List.of(terms.get(shape.encoder().layers())));
    fixed.addAll(more);
    List<Double> factors = new ArrayList<>(List.of(1.0));
    factors.addAll(coefficients);
    SDVariable omega = weighted.isEmpty() ? null : builder().parameter(HeadParameters.OMEGA);
    minimise(fixed, factors, omega, weighted, beta);
  }

  @Override
  public Map<String, Filling> fillings() {
    Map<String, Filling> fillings = new LinkedHashMap<>();
    for (String rows : List.of(IDS, WORD_ROWS, LAST_ROWS, LAST_WORD_ROWS, CLS_ROWS)) {
      fillings.put(rows, Filling.ZEROS);
    }
    fillings.put(OFFSETS, Filling.EMPTY_SENTENCES);
    fillings.put(LAST_OFFSETS, Filling.EMPTY_SENTENCES);
    fillings.put(LABELS, Filling.NO_LABEL);
    shape.headLayers().forEach(layer -> fillings.put(SOFT + layer, Filling.NO_SOFT_LABELS));
    return fillings;
  }
}

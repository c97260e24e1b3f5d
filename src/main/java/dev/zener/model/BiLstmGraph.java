package dev.zener.model;

import dev.zener.graph.Filling;
import dev.zener.op.Concat;
import dev.zener.op.Crf;
import dev.zener.op.Lstm;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * The graph of a BiLSTM-CRF over packed sentences: rows are words, and pieces are their characters.
 *
 * <p>Outputs by name: {@code emissions [W,C]}, and without a loss {@code marginals [W,C]} and
 * {@code best [W]}; with one, its term {@code crf} and {@value #LOSS}.
 */
public final class BiLstmGraph extends LossGraph {
  /** The ids of the characters of the D different words, [N] int. */
  public static final String CHARACTERS = "characterIds";

  /** Start of each different word in {@link #CHARACTERS}, then N, [D+1] int. */
  public static final String CHARACTER_OFFSETS = "characterOffsets";

  /** Which of the different words each word is, [W] int. */
  public static final String WORD_ROWS = "wordRows";

  /**
   * The vectors of words: for tagging those of the different words, [D,V]; for training, where a
   * word may lose its vector in one place and not in another, those of all words, [W,V].
   */
  public static final String VECTORS = "vectors";

  /** Start of each sentence in the words, then W, [B+1] int. */
  public static final String OFFSETS = "offsets";

  /** The name of the probability of each label of a word, [W,C]. */
  public static final String MARGINALS = "marginals";

  /** The name of the labels of the most probable sequence, [W] int. */
  public static final String BEST = "best";

  private final BiLstmShape shape;
  private final SDVariable emissions;

  private BiLstmGraph(Parameters parameters, Predicate<String> trained, boolean training) {
    super(new GraphBuilder(parameters, trained, training));
    shape = BiLstmShape.of(parameters);
    SDVariable x = encoded("");
    if (shape.features()) {
      x = new Concat(graph(), x, encoded(BiLstmShape.FEATURES)).outputVariable(); // [W,4H]
    }
    x = builder().dropout(x, shape.dropout());
    if (shape.dense() > 0) {
      x = builder().linear(x, BiLstmShape.DENSE, true);
    }
    emissions = builder().linear(x, BiLstmShape.EMISSIONS, false).rename("emissions");
  }

  /** A graph for tagging, without dropout. */
  public static BiLstmGraph inference(Parameters parameters) {
    BiLstmGraph g = new BiLstmGraph(parameters, name -> false, false);
    Crf.Chain chain = g.chain();
    new Crf.Marginals(g.graph(), chain).outputVariable().rename(MARGINALS);
    new Crf.Viterbi(g.graph(), chain).outputVariable().rename(BEST);
    return g;
  }

  /**
   * A graph for training on labels with the CRF's loss.
   *
   * @param trained whether the parameter of a name is trained
   */
  public static BiLstmGraph supervised(Parameters parameters, Predicate<String> trained) {
    BiLstmGraph g = new BiLstmGraph(parameters, trained, true);
    SDVariable labels = g.builder().integers(LABELS);
    SDVariable loss = new Crf(g.graph(), g.chain(), labels).outputVariable();
    g.minimise(List.of(g.term("crf", loss)), List.of(1.0));
    return g;
  }

  /** What the LSTMs of a prefix say of each word, [W,2H]. */
  private SDVariable encoded(String prefix) {
    SDVariable table = builder().parameter(prefix + BiLstmShape.CHARACTERS + ".weight");
    SDVariable characters = builder().integers(CHARACTERS);
    SDVariable offsets = builder().integers(CHARACTER_OFFSETS);
    Lstm.Cell forward = cell(prefix + BiLstmShape.CHARACTERS + BiLstmShape.FORWARD);
    Lstm.Cell backward = cell(prefix + BiLstmShape.CHARACTERS + BiLstmShape.BACKWARD);
    Lstm speller =
        builder().isTraining()
            ? new Lstm(graph(), builder().rows(table, characters), offsets, forward, backward)
            : Lstm.inference(graph(), table, characters, offsets, forward, backward);
    SDVariable spelling = speller.outputVariables()[1]; // [D,2F]
    SDVariable vectors = builder().floats(VECTORS, shape.vectors());
    SDVariable rows = builder().integers(WORD_ROWS);
    return builder().isTraining()
        ? read(prefix, vectors, builder().rows(spelling, rows))
        : tagged(prefix, vectors, spelling, rows);
  }

  /** What the words' LSTM says of words in training. */
  private SDVariable read(String prefix, SDVariable vectors, SDVariable spelling) {
    SDVariable words = new Concat(graph(), vectors, spelling).outputVariable(); // [W,V+2F]
    SDVariable dropped = builder().dropout(words, shape.dropout());
    return new Lstm(graph(), dropped, offsets(), forward(prefix), backward(prefix))
        .outputVariables()[0];
  }

  /** The same in tagging, of different words and the order in which they occur. */
  private SDVariable tagged(
      String prefix, SDVariable vectors, SDVariable spelling, SDVariable rows) {
    SDVariable words = new Concat(graph(), vectors, spelling).outputVariable(); // [D,V+2F]
    return Lstm.inference(graph(), words, rows, offsets(), forward(prefix), backward(prefix))
        .outputVariables()[0];
  }

  private Lstm.Cell forward(String prefix) {
    return cell(prefix + BiLstmShape.WORDS + BiLstmShape.FORWARD);
  }

  private Lstm.Cell backward(String prefix) {
    return shape.shared()
        ? forward(prefix)
        : cell(prefix + BiLstmShape.WORDS + BiLstmShape.BACKWARD);
  }

  private Lstm.Cell cell(String prefix) {
    return new Lstm.Cell(
        builder().parameter(prefix + ".wx"),
        builder().parameter(prefix + ".wh"),
        builder().parameter(prefix + ".b"));
  }

  private Crf.Chain chain() {
    return new Crf.Chain(
        emissions,
        builder().parameter(BiLstmShape.TRANSITIONS),
        builder().parameter(BiLstmShape.START),
        builder().parameter(BiLstmShape.END),
        offsets());
  }

  private SDVariable offsets() {
    return builder().integers(OFFSETS);
  }

  @Override
  public Map<String, Filling> fillings() {
    return Map.of(
        CHARACTERS, Filling.ZEROS,
        CHARACTER_OFFSETS, Filling.EMPTY_SENTENCES,
        WORD_ROWS, Filling.ZEROS,
        VECTORS, Filling.ZEROS,
        OFFSETS, Filling.EMPTY_SENTENCES,
        LABELS, Filling.NO_LABEL);
  }
}

package dev.zener.model;

import dev.zener.config.Require;
import java.util.ArrayList;
import java.util.List;

/**
 * The shape of a tagger that reads words by their vectors and their characters: a BiLSTM over the
 * characters of each word, a BiLSTM over words, and a CRF (Lample et al., NAACL 2016; Bari et al.,
 * AAAI 2020).
 *
 * @param characters the number of characters' ids
 * @param characterWidth the width of a character's vector
 * @param characterHidden the width of the characters' LSTM in each direction
 * @param vectors the width of a word's vector, which is an input and is not trained
 * @param hidden H, the width of the words' LSTM in each direction
 * @param labels C, the number of labels
 * @param shared whether the two directions of the words' LSTM have the same weights
 * @param dense the width of a dense layer between the words' LSTM and the CRF; 0: there is none
 * @param features whether the dense layer also reads what a second LSTM over the same words says,
 *     whose weights are not trained
 * @param dropout the rate on a word's vector and characters, and on the output of the words' LSTM
 */
public record BiLstmShape(
    int characters,
    int characterWidth,
    int characterHidden,
    int vectors,
    int hidden,
    int labels,
    boolean shared,
    int dense,
    boolean features,
    double dropout)
    implements NetworkShape {
  /** The prefix of the names of the parameters of the second LSTM, whose output is a feature. */
  public static final String FEATURES = "features.";

  /** The scores of a label after another, [C,C]. */
  public static final String TRANSITIONS = "crf.transitions";

  /** The scores of a sentence's first label, [C]. */
  public static final String START = "crf.start";

  /** The scores of a sentence's last label, [C]. */
  public static final String END = "crf.end";

  static final String CHARACTERS = "characters";
  static final String WORDS = "words";
  static final String DENSE = "dense";
  static final String EMISSIONS = "emissions";
  static final String FORWARD = ".forward";
  static final String BACKWARD = ".backward";

  private static final ParameterGroup CHARACTER_LAYER = ParameterGroup.layer(1);
  private static final ParameterGroup WORD_LAYER = ParameterGroup.layer(2);

  /** The largest size, so that a config cannot ask for more memory than a model needs. */
  public static final int LARGEST = 1 << 16;

  public BiLstmShape {
    Require.between(1, LARGEST, "character_width", characterWidth);
    Require.between(1, LARGEST, "character_hidden", characterHidden);
    Require.between(1, LARGEST, "hidden", hidden);
    Require.between(0, LARGEST, "dense", dense);
    if (features && dense == 0) {
      throw new IllegalArgumentException("features are read by the dense layer, and there is none");
    }
  }

  /** Whether a parameter is of a layer between the words' LSTM and the CRF. */
  public static boolean isBetween(String parameter) {
    return parameter.startsWith(DENSE + ".") || parameter.startsWith(EMISSIONS + ".");
  }

  /** The shape of the parameters of a BiLSTM-CRF. */
  public static BiLstmShape of(Parameters parameters) {
    return (BiLstmShape) parameters.shape();
  }

  @Override
  public double initializerRange() {
    return 1 / Math.sqrt(characterWidth);
  }

  @Override
  public ParameterSet parameters() {
    List<ParameterSpec> specs = new ArrayList<>(encoder(""));
    int width = 2 * hidden;
    if (features) {
      for (ParameterSpec spec : encoder(FEATURES)) {
        specs.add(
            new ParameterSpec(
                spec.name(), spec.shape(), spec.initial(), ParameterGroup.FEATURES, false));
      }
      width *= 2;
    }
    if (dense > 0) {
      specs.addAll(linear(DENSE, dense, width));
      width = dense;
    }
    specs.addAll(linear(EMISSIONS, labels, width));
    specs.add(score(TRANSITIONS, labels, labels));
    specs.add(score(START, labels));
    specs.add(score(END, labels));
    return new ParameterSet(specs);
  }

  private List<ParameterSpec> encoder(String prefix) {
    List<ParameterSpec> specs = new ArrayList<>();
    specs.add(
        ParameterSpec.matrix(
            ParameterGroup.EMBEDDINGS,
            prefix + CHARACTERS + ".weight",
            characters,
            characterWidth));
    for (String direction : List.of(FORWARD, BACKWARD)) {
      specs.addAll(
          cell(CHARACTER_LAYER, prefix + CHARACTERS + direction, characterHidden, characterWidth));
    }
    for (String direction : shared ? List.of(FORWARD) : List.of(FORWARD, BACKWARD)) {
      specs.addAll(
          cell(WORD_LAYER, prefix + WORDS + direction, hidden, vectors + 2 * characterHidden));
    }
    return specs;
  }

  /** An LSTM's cell, which starts as PyTorch's. */
  private static List<ParameterSpec> cell(
      ParameterGroup group, String prefix, int hidden, int input) {
    InitialValue initial = InitialValue.within(1 / Math.sqrt(hidden));
    long gates = 4L * hidden;
    return List.of(
        new ParameterSpec(prefix + ".wx", new long[] {gates, input}, initial, group, true),
        new ParameterSpec(prefix + ".wh", new long[] {gates, hidden}, initial, group, true),
        new ParameterSpec(prefix + ".b", new long[] {gates}, initial, group, false));
  }

  /** A linear layer that starts as Glorot and Bengio (2010) recommend. */
  private static List<ParameterSpec> linear(String prefix, int out, int in) {
    InitialValue initial = InitialValue.within(Math.sqrt(6.0 / (in + out)));
    return List.of(
        new ParameterSpec(
            prefix + ".weight", new long[] {out, in}, initial, ParameterGroup.HEAD, true),
        new ParameterSpec(
            prefix + ".bias", new long[] {out}, InitialValue.ZEROS, ParameterGroup.HEAD, false));
  }

  private static ParameterSpec score(String name, long... shape) {
    return new ParameterSpec(name, shape, InitialValue.ZEROS, ParameterGroup.HEAD, false);
  }
}

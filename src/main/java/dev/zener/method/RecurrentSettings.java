package dev.zener.method;

import dev.zener.config.Default;
import dev.zener.config.EnumKeys;
import dev.zener.config.Require;
import dev.zener.model.BiLstmShape;
import dev.zener.train.Select;

/**
 * The BiLSTM-CRF and its training on the source's labels. The paper (Bari et al., AAAI 2020) names
 * the parts, not their sizes; the defaults are those of Lample et al. (NAACL 2016), except that the
 * words' LSTM is wider, and Adam takes the place of gradient descent.
 *
 * @param characterWidth the width of a character's vector
 * @param characterHidden the width of the characters' LSTM in each direction
 * @param leastCharacters how often a character must occur in the training text to be known
 * @param hidden the width of the words' LSTM in each direction
 * @param dropout the rate on a word's vector and characters, and on the output of the words' LSTM
 * @param wordDropout the share of words that lose their vector in a step
 * @param learningRate the peak learning rate
 * @param batch sentences per step
 * @param epochs passes over the source's training text
 * @param select how the checkpoint is selected
 */
public record RecurrentSettings(
    @Default("25") int characterWidth,
    @Default("25") int characterHidden,
    @Default("2") int leastCharacters,
    @Default("200") int hidden,
    @Default("0.5") double dropout,
    @Default("0.05") double wordDropout,
    @Default("2e-3") double learningRate,
    @Default("32") int batch,
    @Default("15") int epochs,
    @Default("source-dev") Select select) {
  public RecurrentSettings {
    Require.between(1, BiLstmShape.LARGEST, "characterWidth", characterWidth);
    Require.between(1, BiLstmShape.LARGEST, "characterHidden", characterHidden);
    Require.atLeast(1, "leastCharacters", leastCharacters);
    Require.between(1, BiLstmShape.LARGEST, "hidden", hidden);
    Require.fraction("dropout", dropout);
    Require.fraction("wordDropout", wordDropout);
    Require.positive("learningRate", learningRate);
    Require.atLeast(1, "batch", batch);
    Require.atLeast(1, "epochs", epochs);
    Require.that(
        select != Select.TARGET_DEV,
        "select",
        EnumKeys.key(select),
        "source-dev or last: one source model serves all targets");
  }
}

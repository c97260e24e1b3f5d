package dev.zener.method;

import dev.zener.config.Default;
import dev.zener.config.Require;
import dev.zener.model.BiLstmShape;
import dev.zener.train.LengthSelection;
import dev.zener.train.Select;

/**
 * Augmented fine-tuning (Bari et al., AAAI 2020). What the paper does not state is chosen here: the
 * number of rounds, their length, the width of the target's dense layer, and where it reads the
 * source model's features.
 *
 * @param rounds the number of trainings; the first learns from the source model's labels of the
 *     target's text, each later one from those of the training before it
 * @param epochs passes over the source's training text in a round
 * @param learningRate the peak learning rate
 * @param batch sentences with gold labels per step; as many with pseudo labels are added
 * @param dense the width of the target's dense layer
 * @param features whether the dense layer also reads what the source model says of the sentence
 * @param selection which sentences with pseudo labels are learned from
 * @param select how the checkpoint is selected
 */
public record PseudoLabelTraining(
    @Default("2") int rounds,
    @Default("5") int epochs,
    @Default("1e-3") double learningRate,
    @Default("32") int batch,
    @Default("200") int dense,
    @Default("true") boolean features,
    LengthSelection selection,
    @Default("source-dev") Select select) {
  public PseudoLabelTraining {
    Require.atLeast(1, "rounds", rounds);
    Require.atLeast(1, "epochs", epochs);
    Require.positive("learningRate", learningRate);
    Require.atLeast(1, "batch", batch);
    Require.between(1, BiLstmShape.LARGEST, "dense", dense);
  }
}

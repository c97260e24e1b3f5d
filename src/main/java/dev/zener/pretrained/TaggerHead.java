package dev.zener.pretrained;

import dev.zener.label.InputException;
import dev.zener.label.LabelSet;
import java.util.Arrays;
import java.util.Optional;

/**
 * The tagging head of a checkpoint, or the reason why there is none.
 *
 * @param labels the head's labels; empty if there is no tagging head
 * @param absence why there is no tagging head; empty if there is one
 */
record TaggerHead(Optional<LabelSet> labels, String absence) {
  /** The name of the head's weight [C,H]. */
  static final String WEIGHT = "classifier.weight";

  /**
   * Finds the tagging head of a model. A classifier of a class other than
   * BertForTokenClassification, or one whose labels have no names, is not a tagging head.
   *
   * @throws InputException if the config names a tagger but the weights have no head, or the labels
   *     are not IOB2 tags or differ in number from the head's rows
   */
  static TaggerHead of(ModelConfig config, BertWeights weights) {
    Optional<String> weight = weights.find(WEIGHT);
    boolean named = config.architectures().contains(ModelConfig.TAGGER);
    if (weight.isEmpty() && named) {
      throw missing(config);
    }
    if (weight.isEmpty()) {
      return none("the weights have no " + WEIGHT);
    }
    if (!named && !config.architectures().isEmpty()) {
      return none(
          "config.json's architectures "
              + config.architectures()
              + " is not "
              + ModelConfig.TAGGER);
    }
    if (config.id2label().isEmpty()) {
      return none("config.json's id2label does not name the labels of its " + WEIGHT);
    }
    LabelSet labels = labels(config);
    checkRows(config, labels, weights.shape(WEIGHT).orElseThrow());
    return new TaggerHead(Optional.of(labels), "");
  }

  private static TaggerHead none(String why) {
    return new TaggerHead(Optional.empty(), why);
  }

  private static InputException missing(ModelConfig config) {
    return new InputException(
        "%s: architectures is %s, but the weights have no tensor '%s'; to use the encoder alone,"
                .formatted(config.file(), config.architectures(), WEIGHT)
            + " set architectures to [\"BertModel\"]");
  }

  private static LabelSet labels(ModelConfig config) {
    try {
      return LabelSet.ofId2Label(config.id2label());
    } catch (InputException e) {
      throw new InputException(
          "%s: id2label: %s; to use the encoder alone, remove id2label"
              .formatted(config.file(), e.getMessage()),
          e);
    }
  }

  private static void checkRows(ModelConfig config, LabelSet labels, long[] shape) {
    if (shape.length != 2 || shape[0] != labels.size()) {
      throw new InputException(
          "%s: id2label names %d labels, but %s has shape %s; every row needs its label"
              .formatted(config.file(), labels.size(), WEIGHT, Arrays.toString(shape)));
    }
  }
}

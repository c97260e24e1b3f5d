package dev.zener.pretrained;

import dev.zener.label.LabelSet;
import dev.zener.model.HeadParameters;
import dev.zener.problem.InputException;
import dev.zener.problem.Setting;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The tagging head of a checkpoint, or the reason why there is none.
 *
 * @param rows C, the number of outputs for each word; 0 if there is no tagging head
 * @param labels the labels of the outputs; empty if there is no tagging head, or they have no names
 * @param absence why there is no tagging head with labels; empty if there is one
 * @param remedy what to do about it
 */
record TaggerHead(int rows, Optional<LabelSet> labels, String absence, String remedy) {
  private static final String WEIGHT = HeadParameters.CLASSIFIER_WEIGHT;

  private static final String ENCODER_ONLY =
      "use a tagger without these layers, or take the encoder alone ("
          + Setting.ENCODER_ONLY.with("true")
          + ")";

  private static final String OTHER = "train one, or name the directory of a tagger";

  /** No head, because only the encoder is wanted. */
  static final TaggerHead UNWANTED = none("only the encoder was asked for");

  /**
   * Finds the tagging head of a model. A classifier of a class other than HuggingFace's for token
   * classification, or one with layers that are not computed, is not a tagging head.
   *
   * @param named the names of the labels, which replace those of the config
   * @throws InputException if the config names a tagger but the weights have no head, or the labels
   *     cannot be understood or differ in number from the head's rows
   */
  static TaggerHead of(ModelConfig config, OpenWeights weights, Optional<List<String>> named) {
    TaggerHead head = find(config, weights, named);
    if (named.isPresent() && head.rows == 0) {
      throw new InputException(
          "%s: labels %s are named, but it has no head that tags: %s; leave out %s"
              .formatted(config.file(), named.get(), head.absence, Setting.LABELS));
    }
    return head;
  }

  private static TaggerHead find(
      ModelConfig config, OpenWeights weights, Optional<List<String>> named) {
    Optional<long[]> weight = weights.encoder().shape(WEIGHT);
    String wanted = config.encoder().architecture().taggerClass();
    boolean tagger = config.architectures().contains(wanted);
    if (weight.isEmpty() && tagger) {
      throw missing(config);
    }
    if (weight.isEmpty()) {
      return none("the weights have no " + WEIGHT);
    }
    if (!tagger && !config.architectures().isEmpty()) {
      return none("config.json's architectures " + config.architectures() + " is not " + wanted);
    }
    List<String> others = weights.otherLayers();
    if (!others.isEmpty()) {
      return new TaggerHead(0, Optional.empty(), uncomputed(others), ENCODER_ONLY);
    }
    if (weight.get().length != 2) {
      return none(WEIGHT + " has the shape " + Arrays.toString(weight.get()));
    }
    return labelled(config, weight.get(), named);
  }

  private static String uncomputed(List<String> layers) {
    return "it has layers that are not computed here, "
        + String.join(", ", LoadReport.grouped(layers))
        + ", so the tags would not be those of the model";
  }

  private static TaggerHead labelled(
      ModelConfig config, long[] shape, Optional<List<String>> named) {
    int rows = (int) Math.min(shape[0], Integer.MAX_VALUE);
    if (named.isPresent()) {
      LabelSet labels = labels(Setting.LABELS.toString(), () -> LabelSet.ofTags(named.get()));
      checkRows(Setting.LABELS.toString(), labels, shape);
      return new TaggerHead(rows, Optional.of(labels), "", "");
    }
    if (config.id2label().isEmpty()) {
      return new TaggerHead(
          rows,
          Optional.empty(),
          "config.json's id2label does not name the labels of its " + WEIGHT,
          "name all %d in their order (%s)"
              .formatted(rows, Setting.LABELS.with("[O, B-PER, I-PER, ...]")));
    }
    String origin = config.file() + ": id2label";
    LabelSet labels = labels(origin, () -> LabelSet.ofId2Label(config.id2label()));
    checkRows(origin, labels, shape);
    return new TaggerHead(rows, Optional.of(labels), "", "");
  }

  private static TaggerHead none(String why) {
    return new TaggerHead(0, Optional.empty(), why, OTHER);
  }

  private static InputException missing(ModelConfig config) {
    return new InputException(
        "%s: architectures is %s, but the weights have no tensor '%s'; to use the encoder alone,"
                .formatted(config.file(), config.architectures(), WEIGHT)
            + " set architectures to [\"%s\"]"
                .formatted(config.encoder().architecture().encoderClass()));
  }

  private static LabelSet labels(String origin, Supplier<LabelSet> labels) {
    try {
      return labels.get();
    } catch (InputException e) {
      throw new InputException(
          "%s: %s; to use the encoder alone, remove id2label or use %s"
              .formatted(origin, e.getMessage(), Setting.ENCODER_ONLY.with("true")),
          e);
    }
  }

  private static void checkRows(String origin, LabelSet labels, long[] shape) {
    if (shape[0] != labels.size()) {
      throw new InputException(
          "%s names %d labels, but %s has shape %s; every row needs its label"
              .formatted(origin, labels.size(), WEIGHT, Arrays.toString(shape)));
    }
  }

  /** Whether a classifier is there, but cannot be used because of other layers. */
  boolean uncomputed() {
    return remedy.equals(ENCODER_ONLY);
  }

  /**
   * Why there is no tagging head with labels, and how there can be one if the outputs lack names.
   */
  String why() {
    return rows == 0 || labels.isPresent() ? absence : absence + "; " + remedy;
  }

  /** The error that a model has no head that tags. */
  InputException error(String model) {
    return new InputException(
        "%s: has no head that tags: %s; %s".formatted(model, absence, remedy));
  }
}

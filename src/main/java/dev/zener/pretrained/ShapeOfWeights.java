package dev.zener.pretrained;

import dev.zener.model.Architectures;
import dev.zener.model.EncoderNames;
import dev.zener.model.EncoderShape;
import dev.zener.problem.InputException;

/** Derives the shape of a BERT from its weights if there is no config. */
final class ShapeOfWeights {
  /** The width of an attention head, H / A, in every BERT that Google released. */
  private static final int HEAD = 64;

  private static final EncoderNames NAMES = Architectures.BERT.names();

  private ShapeOfWeights() {}

  /**
   * Derives the sizes from the tensors' shapes. The number of heads follows from BERT's head width
   * of 64, and the rates are BERT's.
   *
   * @param config the missing config file, for messages
   * @throws InputException if a tensor is missing or not a matrix, the width is not a multiple of
   *     64, or the tensors' prefix is not BERT's
   */
  static EncoderShape of(String config, EncoderWeights weights) {
    requireBert(config, weights);
    long[] words = matrix(config, weights, NAMES.words());
    int hidden = size(weights, words[1]);
    if (hidden % HEAD != 0) {
      throw new InputException(
          "%s: no such file, and the number of attention heads is unknown, since the width %d of %s is"
                  .formatted(config, hidden, weights.place())
              + " not a multiple of 64, the width of a head in Google's BERT models; add the model's"
              + " config.json");
    }
    long positions = matrix(config, weights, NAMES.positions())[0];
    long types = matrix(config, weights, NAMES.types())[0];
    long feedForward = matrix(config, weights, NAMES.layer(1) + NAMES.inner() + ".weight")[0];
    matrix(config, weights, attended(1));
    return EncoderShape.bert(
        size(weights, words[0]),
        hidden,
        layers(weights),
        hidden / HEAD,
        size(weights, feedForward),
        size(weights, positions),
        size(weights, types));
  }

  /**
   * Checks the prefix of the tensors. Other models have tensors of the same names and shapes but
   * compute something else; for example, their positions may start at another number.
   *
   * @throws InputException if the prefix is that of another model
   */
  private static void requireBert(String config, EncoderWeights weights) {
    if (!weights.mayBeBert()) {
      throw new InputException(
          "%s: no such file, and the tensor names of %s begin with '%s', so the model may not be BERT;"
                  .formatted(config, weights.place(), LoadReport.plain(weights.prefix()))
              + " add the model's config.json");
    }
  }

  private static int layers(EncoderWeights weights) {
    int layers = 0;
    while (weights.find(attended(layers + 1)).isPresent()) {
      layers++;
    }
    return layers;
  }

  private static String attended(int layer) {
    return NAMES.layer(layer) + NAMES.attended() + ".weight";
  }

  private static long[] matrix(String config, EncoderWeights weights, String name) {
    return weights
        .shape(name)
        .filter(shape -> shape.length == 2)
        .orElseThrow(
            () ->
                new InputException(
                    "%s: no such file, and the encoder's sizes are unknown, since %s has no matrix %s; add the"
                            .formatted(config, weights.place(), name)
                        + " model's config.json"));
  }

  private static int size(EncoderWeights weights, long size) {
    if (size < 1 || size > Integer.MAX_VALUE) {
      throw new InputException(
          "%s: a tensor has a dimension of %d; allowed: 1 to %d; the file is damaged or not of a BERT"
                  .formatted(weights.place(), size, Integer.MAX_VALUE)
              + " model");
    }
    return (int) size;
  }

  /** A line for the user that states the derived and the assumed values. */
  static String remark(EncoderShape shape) {
    return String.format(
        "no config.json: sizes are taken from the tensors (%d layers, width %d, feed-forward %d, %d"
            + " positions); assumed: %d heads (width / 64), exact GELU, epsilon %.0e, dropout %.1f",
        shape.layers(),
        shape.hidden(),
        shape.feedForward(),
        shape.positions(),
        shape.heads(),
        shape.epsilon(),
        shape.dropout());
  }
}

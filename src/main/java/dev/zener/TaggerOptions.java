package dev.zener;

import dev.zener.op.Backends;
import dev.zener.predict.Decoding;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * How a tagger works.
 *
 * @param device what computes: auto, reference or onednn
 * @param maxPieces of a window, [CLS] and [SEP] among them; longer sentences are tagged in several
 *     windows; empty: as many as the model has positions (512 in BERT's case)
 * @param batchPieces computed at once; more needs more memory
 * @param decoding how tags are chosen
 */
public record TaggerOptions(
    String device, OptionalInt maxPieces, int batchPieces, Decoding decoding) {
  /** The smallest window: [CLS], a piece, [SEP]. */
  public static final int LEAST_PIECES = 3;

  /** The best device, whole sentences, the likeliest tag of each word. */
  public static final TaggerOptions DEFAULTS =
      new TaggerOptions("auto", OptionalInt.empty(), 4096, Decoding.ARGMAX);

  public TaggerOptions {
    Objects.requireNonNull(maxPieces, "maxPieces");
    Objects.requireNonNull(decoding, "decoding");
    if (!Backends.CHOICES.contains(device)) {
      throw new IllegalArgumentException(
          "device '" + device + "'; allowed: " + String.join(", ", Backends.CHOICES));
    }
    requirePieces("maxPieces", maxPieces.orElse(LEAST_PIECES));
    requirePieces("batchPieces", batchPieces);
  }

  private static void requirePieces(String key, int value) {
    if (value < LEAST_PIECES) {
      throw new IllegalArgumentException(
          key + " " + value + "; allowed: " + LEAST_PIECES + " and more");
    }
  }

  public TaggerOptions withDevice(String value) {
    return new TaggerOptions(value, maxPieces, batchPieces, decoding);
  }

  public TaggerOptions withMaxPieces(int value) {
    return new TaggerOptions(device, OptionalInt.of(value), batchPieces, decoding);
  }

  public TaggerOptions withBatchPieces(int value) {
    return new TaggerOptions(device, maxPieces, value, decoding);
  }

  public TaggerOptions withDecoding(Decoding value) {
    return new TaggerOptions(device, maxPieces, batchPieces, value);
  }
}

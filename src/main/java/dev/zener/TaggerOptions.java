package dev.zener;

import dev.zener.op.Backends;
import dev.zener.predict.Batching;
import dev.zener.predict.Decoding;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How a tagger works.
 *
 * @param device what computes: auto, reference, onednn or cuda
 * @param precision of the operands of matrix products: float32, bfloat16 (faster, coarser), tf32
 *     (cards alone), or auto, which is bfloat16 where the device has instructions for it
 * @param maxPieces of a window, [CLS] and [SEP] among them; longer sentences are tagged in several
 *     windows; empty: as many as the model has positions (512 in BERT's case)
 * @param batchPieces computed at once; more needs more memory
 * @param decoding how tags are chosen; empty: as the model's directory says, or else argmax
 * @param maxMemory bytes that the process may hold resident while it tags (Linux): batches become
 *     smaller where that is too little, and what does not fit at all is an error; empty: as much as
 *     batches need
 */
public record TaggerOptions(
    String device,
    String precision,
    OptionalInt maxPieces,
    int batchPieces,
    Optional<Decoding> decoding,
    OptionalLong maxMemory) {
  /** The smallest window: [CLS], a piece, [SEP]. */
  public static final int LEAST_PIECES = Batching.LEAST;

  /** The best device, float32, whole sentences, tags chosen as the model says. */
  public static final TaggerOptions DEFAULTS =
      new TaggerOptions(
          "auto", "float32", OptionalInt.empty(), 4096, Optional.empty(), OptionalLong.empty());

  public TaggerOptions {
    Objects.requireNonNull(maxPieces, "maxPieces");
    Objects.requireNonNull(decoding, "decoding");
    Objects.requireNonNull(maxMemory, "maxMemory");
    known("device", device, Backends.CHOICES);
    known("precision", precision, Backends.PRECISIONS);
    requirePieces("maxPieces", maxPieces.orElse(LEAST_PIECES));
    requirePieces("batchPieces", batchPieces);
  }

  private static void known(String key, String word, List<String> allowed) {
    if (!allowed.contains(word)) {
      throw new IllegalArgumentException(
          key + " '" + word + "'; allowed: " + String.join(", ", allowed));
    }
  }

  private static void requirePieces(String key, int value) {
    if (value < LEAST_PIECES) {
      throw new IllegalArgumentException(
          key + " " + value + "; allowed: " + LEAST_PIECES + " and more");
    }
  }

  public TaggerOptions withDevice(String value) {
    return new TaggerOptions(value, precision, maxPieces, batchPieces, decoding, maxMemory);
  }

  public TaggerOptions withPrecision(String value) {
    return new TaggerOptions(device, value, maxPieces, batchPieces, decoding, maxMemory);
  }

  public TaggerOptions withMaxPieces(int value) {
    return new TaggerOptions(
        device, precision, OptionalInt.of(value), batchPieces, decoding, maxMemory);
  }

  public TaggerOptions withBatchPieces(int value) {
    return new TaggerOptions(device, precision, maxPieces, value, decoding, maxMemory);
  }

  public TaggerOptions withDecoding(Decoding value) {
    return new TaggerOptions(
        device, precision, maxPieces, batchPieces, Optional.of(value), maxMemory);
  }

  /** Bytes. */
  public TaggerOptions withMaxMemory(long value) {
    return new TaggerOptions(
        device, precision, maxPieces, batchPieces, decoding, OptionalLong.of(value));
  }
}

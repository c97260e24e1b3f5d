package dev.zener;

import dev.zener.device.ThreadLimit;
import dev.zener.op.Backends;
import dev.zener.predict.Batching;
import dev.zener.predict.Decoding;
import dev.zener.predict.EntityConfidence;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Options of a {@link Tagger}.
 *
 * @param device where to compute: auto, reference, onednn or cuda
 * @param precision of the operands of matrix products: float32, bfloat16 (faster, less precise),
 *     tf32 (CUDA only), or auto, which is bfloat16 if the device has instructions for it
 * @param maxPieces the maximum number of pieces in a window, including [CLS] and [SEP]; longer
 *     sentences are tagged in several windows; empty: the number of positions of the model (512 for
 *     BERT)
 * @param batchPieces the maximum number of pieces computed at once; more pieces need more memory
 * @param decoding how labels are chosen from probabilities; empty: as the model's directory says,
 *     or argmax if it does not
 * @param maxMemory the maximum resident size of the process in bytes while it tags (Linux only);
 *     batches are made smaller to stay below it, and a single window that does not fit is an error;
 *     empty: no limit
 * @param confidence how the confidence of an entity follows from its words' tags
 * @param probabilities whether results have the probabilities of every tag, see {@link
 *     TaggedText#probabilities}
 * @param threads the maximum number of threads that compute on the CPU, which does not change the
 *     results; empty: one per processor
 */
public record TaggerOptions(
    String device,
    String precision,
    OptionalInt maxPieces,
    int batchPieces,
    Optional<Decoding> decoding,
    OptionalLong maxMemory,
    EntityConfidence confidence,
    boolean probabilities,
    OptionalInt threads) {
  /** The size of the smallest window: [CLS], one piece, [SEP]. */
  public static final int LEAST_PIECES = Batching.LEAST;

  /**
   * The best available device, float32, windows as long as the model allows, batches of 4096
   * pieces, the decoding that the model's directory names, no memory limit, the lowest probability
   * as confidence, the probabilities of the chosen tags only, a thread per processor.
   */
  public static final TaggerOptions DEFAULTS =
      new TaggerOptions(
          "auto",
          "float32",
          OptionalInt.empty(),
          4096,
          Optional.empty(),
          OptionalLong.empty(),
          EntityConfidence.LEAST,
          false,
          OptionalInt.empty());

  public TaggerOptions {
    Objects.requireNonNull(maxPieces, "maxPieces");
    Objects.requireNonNull(decoding, "decoding");
    Objects.requireNonNull(maxMemory, "maxMemory");
    Objects.requireNonNull(confidence, "confidence");
    known("device", device, Backends.CHOICES);
    known("precision", precision, Backends.PRECISIONS);
    requirePieces("maxPieces", maxPieces.orElse(LEAST_PIECES));
    requirePieces("batchPieces", batchPieces);
    ThreadLimit.of(threads); // checks the number
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
    return new TaggerOptions(
        value,
        precision,
        maxPieces,
        batchPieces,
        decoding,
        maxMemory,
        confidence,
        probabilities,
        threads);
  }

  public TaggerOptions withPrecision(String value) {
    return new TaggerOptions(
        device,
        value,
        maxPieces,
        batchPieces,
        decoding,
        maxMemory,
        confidence,
        probabilities,
        threads);
  }

  public TaggerOptions withMaxPieces(int value) {
    return new TaggerOptions(
        device,
        precision,
        OptionalInt.of(value),
        batchPieces,
        decoding,
        maxMemory,
        confidence,
        probabilities,
        threads);
  }

  public TaggerOptions withBatchPieces(int value) {
    return new TaggerOptions(
        device,
        precision,
        maxPieces,
        value,
        decoding,
        maxMemory,
        confidence,
        probabilities,
        threads);
  }

  public TaggerOptions withDecoding(Decoding value) {
    return new TaggerOptions(
        device,
        precision,
        maxPieces,
        batchPieces,
        Optional.of(value),
        maxMemory,
        confidence,
        probabilities,
        threads);
  }

  /** Returns a copy with another limit on the resident size of the process, in bytes. */
  public TaggerOptions withMaxMemory(long value) {
    return new TaggerOptions(
        device,
        precision,
        maxPieces,
        batchPieces,
        decoding,
        OptionalLong.of(value),
        confidence,
        probabilities,
        threads);
  }

  public TaggerOptions withConfidence(EntityConfidence value) {
    return new TaggerOptions(
        device,
        precision,
        maxPieces,
        batchPieces,
        decoding,
        maxMemory,
        value,
        probabilities,
        threads);
  }

  public TaggerOptions withProbabilities(boolean value) {
    return new TaggerOptions(
        device, precision, maxPieces, batchPieces, decoding, maxMemory, confidence, value, threads);
  }

  public TaggerOptions withThreads(int value) {
    return new TaggerOptions(
        device,
        precision,
        maxPieces,
        batchPieces,
        decoding,
        maxMemory,
        confidence,
        probabilities,
        OptionalInt.of(value));
  }
}

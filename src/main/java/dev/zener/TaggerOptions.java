package dev.zener;

import dev.zener.device.ThreadLimit;
import dev.zener.op.backend.Backends;
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
 * @param maxPieces the maximum number of pieces in a window, including the special pieces at its
 *     ends; longer sentences are tagged in several windows; empty: the number of positions of the
 *     model (512 for BERT)
 * @param batchPieces the maximum number of pieces computed at once; more pieces need more memory
 * @param decoding how labels are chosen from probabilities; empty: as the model's directory says,
 *     or argmax if it does not
 * @param maxMemory the maximum resident size of the process in bytes while it tags (Linux only);
 *     batches are made smaller to stay below it, and a single window that does not fit is an error;
 *     empty: no limit
 * @param labels names of the labels in the order of the head's outputs, such as O, B-PER, I-PER;
 *     empty: as the model's {@code config.json} names them
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
    Optional<List<String>> labels,
    EntityConfidence confidence,
    boolean probabilities,
    OptionalInt threads) {
  /** The size of the smallest window: a piece, and the two that begin and end it. */
  public static final int LEAST_PIECES = Batching.LEAST;

  /**
   * The best available device, float32, windows as long as the model allows, batches of 4096
   * pieces, the decoding and the labels that the model's directory names, no memory limit, the
   * lowest probability as confidence, the probabilities of the chosen tags only, a thread per
   * processor.
   */
  public static final TaggerOptions DEFAULTS = new Builder().build();

  public TaggerOptions {
    Objects.requireNonNull(maxPieces, "maxPieces");
    Objects.requireNonNull(decoding, "decoding");
    Objects.requireNonNull(maxMemory, "maxMemory");
    Objects.requireNonNull(confidence, "confidence");
    labels = labels.map(List::copyOf);
    known("device", device, Backends.CHOICES);
    known("precision", precision, Backends.PRECISIONS);
    requirePieces("maxPieces", maxPieces.orElse(LEAST_PIECES));
    requirePieces("batchPieces", batchPieces);
    requireMemory(maxMemory);
    ThreadLimit.of(threads); // checks the number
  }

  static void known(String key, String word, List<String> allowed) {
    if (!allowed.contains(word)) {
      throw new IllegalArgumentException(
          key + " '" + word + "'; allowed: " + String.join(", ", allowed));
    }
  }

  static void requirePieces(String key, int value) {
    if (value < LEAST_PIECES) {
      throw new IllegalArgumentException(
          key + " " + value + "; allowed: " + LEAST_PIECES + " and more");
    }
  }

  static void requireMemory(OptionalLong maxMemory) {
    if (maxMemory.isPresent() && maxMemory.getAsLong() < 1) {
      throw new IllegalArgumentException(
          "maxMemory "
              + maxMemory.getAsLong()
              + "; allowed: 1 byte and more, or none for no limit");
    }
  }

  /** Options with changes to the defaults or to other options. */
  public static final class Builder {
    private String device = "auto";
    private String precision = "float32";
    private OptionalInt maxPieces = OptionalInt.empty();
    private int batchPieces = 4096;
    private Optional<Decoding> decoding = Optional.empty();
    private OptionalLong maxMemory = OptionalLong.empty();
    private Optional<List<String>> labels = Optional.empty();
    private EntityConfidence confidence = EntityConfidence.LEAST;
    private boolean probabilities;
    private OptionalInt threads = OptionalInt.empty();

    public Builder() {}

    private Builder(TaggerOptions options) {
      device = options.device;
      precision = options.precision;
      maxPieces = options.maxPieces;
      batchPieces = options.batchPieces;
      decoding = options.decoding;
      maxMemory = options.maxMemory;
      labels = options.labels;
      confidence = options.confidence;
      probabilities = options.probabilities;
      threads = options.threads;
    }

    public Builder device(String value) {
      device = value;
      return this;
    }

    public Builder precision(String value) {
      precision = value;
      return this;
    }

    public Builder maxPieces(OptionalInt value) {
      maxPieces = value;
      return this;
    }

    public Builder batchPieces(int value) {
      batchPieces = value;
      return this;
    }

    public Builder decoding(Optional<Decoding> value) {
      decoding = value;
      return this;
    }

    public Builder maxMemory(OptionalLong value) {
      maxMemory = value;
      return this;
    }

    public Builder labels(Optional<List<String>> value) {
      labels = value;
      return this;
    }

    public Builder confidence(EntityConfidence value) {
      confidence = value;
      return this;
    }

    public Builder probabilities(boolean value) {
      probabilities = value;
      return this;
    }

    public Builder threads(OptionalInt value) {
      threads = value;
      return this;
    }

    public TaggerOptions build() {
      return new TaggerOptions(
          device,
          precision,
          maxPieces,
          batchPieces,
          decoding,
          maxMemory,
          labels,
          confidence,
          probabilities,
          threads);
    }
  }

  /** A builder that starts from these options. */
  public Builder change() {
    return new Builder(this);
  }

  public TaggerOptions withDevice(String value) {
    return change().device(value).build();
  }

  public TaggerOptions withPrecision(String value) {
    return change().precision(value).build();
  }

  public TaggerOptions withMaxPieces(int value) {
    return change().maxPieces(OptionalInt.of(value)).build();
  }

  public TaggerOptions withBatchPieces(int value) {
    return change().batchPieces(value).build();
  }

  public TaggerOptions withDecoding(Decoding value) {
    return change().decoding(Optional.of(value)).build();
  }

  /** Returns a copy with another limit on the resident size of the process, in bytes. */
  public TaggerOptions withMaxMemory(long value) {
    return change().maxMemory(OptionalLong.of(value)).build();
  }

  /** Returns a copy that names the labels of the head's outputs. */
  public TaggerOptions withLabels(List<String> value) {
    return change().labels(Optional.of(value)).build();
  }

  public TaggerOptions withConfidence(EntityConfidence value) {
    return change().confidence(value).build();
  }

  public TaggerOptions withProbabilities(boolean value) {
    return change().probabilities(value).build();
  }

  public TaggerOptions withThreads(int value) {
    return change().threads(OptionalInt.of(value)).build();
  }
}

package dev.zener.op.backend;

import dev.zener.device.ElementType;
import dev.zener.op.cuda.CudaBackend;
import dev.zener.op.onednn.OneDnnBackend;
import dev.zener.op.reference.ReferenceBackend;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses a backend by device and precision. */
public final class Backends {
  /** The names of devices for {@link #choose}. */
  public static final List<String> CHOICES = List.of("auto", "reference", "onednn", "cuda");

  /** The names of the precisions of products. */
  public static final List<String> PRECISIONS = List.of("float32", "tf32", "bfloat16", "auto");

  /** The reason why a CPU does not support bfloat16. */
  public static final String BFLOAT16_MISSING = "this CPU has neither avx512_bf16 nor amx_bf16";

  private static final String BEFORE_AMPERE =
      "this card is older than Ampere, the first generation with bfloat16 and TF32 products";

  private static final Logger LOG = LoggerFactory.getLogger(Backends.class);

  private Backends() {}

  /** The backend that {@code auto} chooses on this machine, with float32 products. */
  public static Backend best() {
    return Auto.BEST;
  }

  /** The best backend for this machine's CPU; a fallback is logged once, with its cause. */
  public static Backend cpu() {
    return Best.CPU;
  }

  /** The backend of this machine's GPU; empty if there is no usable GPU, or it is emulated. */
  public static Optional<Backend> card() {
    return Best.CARD;
  }

  /**
   * The backend of a device, with float32 products.
   *
   * @throws IllegalArgumentException if the name is unknown or this machine does not support it
   */
  public static Backend choose(String device) {
    return choose(device, "float32");
  }

  /**
   * The backend of a device with a precision. A GPU that is too old for the precision uses float32,
   * which is logged.
   *
   * @throws IllegalArgumentException if a name is unknown or this machine does not support it
   */
  public static Backend choose(String device, String precision) {
    known("device", device, CHOICES);
    known("precision", precision, PRECISIONS);
    missing(device)
        .ifPresent(
            cause -> {
              throw new IllegalArgumentException(
                  "device " + device + " is not available here, use auto or reference: " + cause);
            });
    String chosen = device.equals("auto") ? best().name() : device;
    if (chosen.equals("cuda")) {
      return cuda(precision, CudaBackend.ampere());
    }
    Optional<String> lacking =
        precision.equals("tf32") ? Optional.of("only cuda supports it") : bfloat16Missing(chosen);
    if (!precision.equals("float32") && !precision.equals("auto") && lacking.isPresent()) {
      throw new IllegalArgumentException(
          "precision "
              + precision
              + " is not supported: "
              + lacking.get()
              + "; use float32 or auto");
    }
    if (chosen.equals("reference")) {
      return new ReferenceBackend();
    }
    return precision.equals("float32") || lacking.isPresent()
        ? cpu()
        : new OneDnnBackend(ElementType.BFLOAT16);
  }

  /** The backend of a GPU; {@code ampere} says whether it is of the Ampere generation or later. */
  static Backend cuda(String precision, boolean ampere) {
    if (!ampere && !precision.equals("float32")) {
      LOG.warn("precision {}: {}; products are computed in float32", precision, BEFORE_AMPERE);
      return CudaBackend.float32();
    }
    return switch (precision) {
      case "float32" -> CudaBackend.float32();
      case "tf32" -> CudaBackend.tf32();
      default -> CudaBackend.bfloat16();
    };
  }

  /** The reason why a device cannot run models on this machine; empty if it can. */
  public static Optional<String> missing(String device) {
    known("device", device, CHOICES);
    return switch (device) {
      case "onednn" -> OneDnnBackend.failure();
      case "cuda" -> CudaBackend.failure().or(CudaBackend::productsMissing);
      default -> Optional.empty();
    };
  }

  /** The GPU that a backend computes on, and its driver, in one line; empty for the CPU. */
  public static Optional<String> card(Backend backend) {
    return backend.memory().isHost() ? Optional.empty() : Optional.of(CudaBackend.description());
  }

  /** The reason why a device does not support bfloat16 products here; empty if it does. */
  public static Optional<String> bfloat16Missing(String device) {
    known("device", device, CHOICES);
    return switch (device.equals("auto") ? best().name() : device) {
      case "cuda" -> CudaBackend.ampere() ? Optional.empty() : Optional.of(BEFORE_AMPERE);
      case "onednn" -> OneDnnBackend.bfloat16() ? Optional.empty() : Optional.of(BFLOAT16_MISSING);
      default -> Optional.of("the reference kernels support only float32");
    };
  }

  private static void known(String setting, String word, List<String> allowed) {
    if (!allowed.contains(word)) {
      throw new IllegalArgumentException(
          setting + " '" + word + "'; allowed: " + String.join(", ", allowed));
    }
  }

  /** The default backends, created on first use. */
  private static final class Best {
    static final Backend CPU =
        OneDnnBackend.failure()
            .<Backend>map(
                cause -> {
                  LOG.warn(
                      "oneDNN is not available ({}); the slower reference kernels are used", cause);
                  return new ReferenceBackend();
                })
            .orElseGet(() -> new OneDnnBackend(ElementType.FLOAT32));

    static final Optional<Backend> CARD =
        CudaBackend.failure().isPresent() || CudaBackend.emulated()
            ? Optional.empty()
            : Optional.of(CudaBackend.float32());
  }

  /**
   * The choice of {@code auto}. Ops on ND4J's arrays do not ask for it; they may need no products.
   */
  private static final class Auto {
    static final Backend BEST =
        Best.CARD.filter(card -> CudaBackend.productsMissing().isEmpty()).orElse(Best.CPU);

    static {
      CudaBackend.defect()
          .ifPresent(cause -> LOG.warn("the CPU is used instead of the card: {}", cause));
    }
  }
}

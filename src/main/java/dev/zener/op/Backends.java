package dev.zener.op;

import dev.zener.device.ElementType;
import dev.zener.op.cuda.CudaBackend;
import dev.zener.op.onednn.OneDnnBackend;
import dev.zener.op.reference.ReferenceBackend;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses the backend, once. */
public final class Backends {
  /** The words that {@link #choose} takes. */
  public static final List<String> CHOICES = List.of("auto", "reference", "onednn", "cuda");

  /** The words for the precision of products. */
  public static final List<String> PRECISIONS = List.of("float32", "tf32", "bfloat16", "auto");

  /** Why a CPU cannot have bfloat16. */
  public static final String BFLOAT16_MISSING = "this CPU has neither avx512_bf16 nor amx_bf16";

  private static final String BEFORE_AMPERE =
      "this card is older than Ampere, which was the first to multiply bfloat16 and TF32";

  private static final Logger LOG = LoggerFactory.getLogger(Backends.class);

  private Backends() {}

  /** What {@code auto} chooses on this machine, with float32 products. */
  public static Backend best() {
    return Best.AUTO;
  }

  /** The best that this machine's CPU has; a fallback is logged once, with its cause. */
  public static Backend cpu() {
    return Best.CPU;
  }

  /** The machine's card; empty where there is none that can be used, and under emulation. */
  static Optional<Backend> card() {
    return Best.CARD;
  }

  /** The backend that a word names, with float32 products. */
  public static Backend choose(String device) {
    return choose(device, "float32");
  }

  /**
   * The backend that the words for device and precision name. A card that is too old for a
   * precision multiplies float32, which is logged.
   *
   * @throws IllegalArgumentException if there is no such word, or this machine cannot have it
   */
  public static Backend choose(String device, String precision) {
    known("device", device, CHOICES);
    known("precision", precision, PRECISIONS);
    missing(device)
        .ifPresent(
            cause -> {
              throw new IllegalArgumentException(
                  "device " + device + " cannot be had here: " + cause + "; use auto or reference");
            });
    String chosen = device.equals("auto") ? best().name() : device;
    if (chosen.equals("cuda")) {
      return cuda(precision, CudaBackend.ampere());
    }
    Optional<String> lacking =
        precision.equals("tf32") ? Optional.of("cuda alone has it") : bfloat16Missing(chosen);
    if (!precision.equals("float32") && !precision.equals("auto") && lacking.isPresent()) {
      throw new IllegalArgumentException(
          "precision " + precision + " cannot be had: " + lacking.get() + "; use float32 or auto");
    }
    if (chosen.equals("reference")) {
      return new ReferenceBackend();
    }
    return precision.equals("float32") || lacking.isPresent()
        ? cpu()
        : new OneDnnBackend(ElementType.BFLOAT16);
  }

  /** The card's, for one of Ampere's kind or later, or for an older one. */
  static Backend cuda(String precision, boolean ampere) {
    if (!ampere && !precision.equals("float32")) {
      LOG.warn("precision {}: {}; its products are of float32", precision, BEFORE_AMPERE);
      return CudaBackend.float32();
    }
    return switch (precision) {
      case "float32" -> CudaBackend.float32();
      case "tf32" -> CudaBackend.tf32();
      default -> CudaBackend.bfloat16();
    };
  }

  /** Why a device cannot be had on this machine; empty if it can. */
  public static Optional<String> missing(String device) {
    known("device", device, CHOICES);
    return switch (device) {
      case "onednn" -> OneDnnBackend.failure();
      case "cuda" -> CudaBackend.failure();
      default -> Optional.empty();
    };
  }

  /** Why bfloat16 products cannot be had of a device on this machine; empty if they can. */
  public static Optional<String> bfloat16Missing(String device) {
    known("device", device, CHOICES);
    return switch (device.equals("auto") ? best().name() : device) {
      case "cuda" -> CudaBackend.ampere() ? Optional.empty() : Optional.of(BEFORE_AMPERE);
      case "onednn" -> OneDnnBackend.bfloat16() ? Optional.empty() : Optional.of(BFLOAT16_MISSING);
      default -> Optional.of("the reference kernels have float32 alone");
    };
  }

  private static void known(String setting, String word, List<String> allowed) {
    if (!allowed.contains(word)) {
      throw new IllegalArgumentException(
          setting + " '" + word + "'; allowed: " + String.join(", ", allowed));
    }
  }

  /** Made on first use. */
  private static final class Best {
    static final Backend CPU =
        OneDnnBackend.failure()
            .<Backend>map(
                cause -> {
                  LOG.warn("no oneDNN ({}): the slower reference kernels run", cause);
                  return new ReferenceBackend();
                })
            .orElseGet(() -> new OneDnnBackend(ElementType.FLOAT32));

    static final Optional<Backend> CARD =
        CudaBackend.failure().isPresent() || CudaBackend.emulated()
            ? Optional.empty()
            : Optional.of(CudaBackend.float32());

    static final Backend AUTO = CARD.orElse(CPU);

    static {
      CudaBackend.defect()
          .ifPresent(cause -> LOG.warn("the card is not used, but the CPU: {}", cause));
    }
  }
}

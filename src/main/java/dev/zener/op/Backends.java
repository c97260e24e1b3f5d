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
  public static final List<String> PRECISIONS = List.of("float32", "bfloat16", "auto");

  /** Why a CPU cannot have bfloat16. */
  public static final String BFLOAT16_MISSING = "this CPU has neither avx512_bf16 nor amx_bf16";

  private static final String CUDA_BFLOAT16_MISSING =
      "this card is older than Ampere, which was the first to multiply bfloat16";

  private static final Logger LOG = LoggerFactory.getLogger(Backends.class);

  private Backends() {}

  /** What {@code auto} chooses on this machine; the fallback is logged once, with its cause. */
  public static Backend best() {
    return Best.BACKEND;
  }

  /** The backend that a word names, with float32 products. */
  public static Backend choose(String device) {
    return choose(device, "float32");
  }

  /**
   * The backend that the words for device and precision name.
   *
   * @throws IllegalArgumentException if there is no such word, or this machine cannot have it
   */
  public static Backend choose(String device, String precision) {
    known("device", device, CHOICES);
    known("precision", precision, PRECISIONS);
    Optional<String> missing = missing(device);
    if (missing.isPresent()) {
      throw new IllegalArgumentException(
          "device " + device + " cannot be had here: " + missing.get() + "; use auto or reference");
    }
    Optional<String> lacking = bfloat16Missing(device);
    if (precision.equals("bfloat16") && lacking.isPresent()) {
      throw new IllegalArgumentException(
          "precision bfloat16 cannot be had: " + lacking.get() + "; use float32 or auto");
    }
    if (device.equals("reference")) {
      return new ReferenceBackend();
    }
    if (device.equals("cuda")) {
      boolean small = !precision.equals("float32") && lacking.isEmpty();
      return new CudaBackend(small ? ElementType.BFLOAT16 : ElementType.FLOAT32);
    }
    return precision.equals("float32") || lacking.isPresent()
        ? best()
        : new OneDnnBackend(ElementType.BFLOAT16);
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
    if (device.equals("cuda")) {
      return CudaBackend.bfloat16() ? Optional.empty() : Optional.of(CUDA_BFLOAT16_MISSING);
    }
    if (device.equals("reference") || OneDnnBackend.failure().isPresent()) {
      return Optional.of("the reference kernels have float32 alone");
    }
    return OneDnnBackend.bfloat16() ? Optional.empty() : Optional.of(BFLOAT16_MISSING);
  }

  private static void known(String setting, String word, List<String> allowed) {
    if (!allowed.contains(word)) {
      throw new IllegalArgumentException(
          setting + " '" + word + "'; allowed: " + String.join(", ", allowed));
    }
  }

  /** Made on first use. */
  private static final class Best {
    static final Backend BACKEND =
        OneDnnBackend.failure()
            .<Backend>map(
                cause -> {
                  LOG.warn("no oneDNN ({}): the slower reference kernels run", cause);
                  return new ReferenceBackend();
                })
            .orElseGet(() -> new OneDnnBackend(ElementType.FLOAT32));
  }
}

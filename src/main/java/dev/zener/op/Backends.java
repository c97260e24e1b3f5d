package dev.zener.op;

import dev.zener.op.onednn.OneDnnBackend;
import dev.zener.op.reference.ReferenceBackend;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses the backend, once. */
public final class Backends {
  /** The words that {@link #choose} takes. */
  public static final List<String> CHOICES = List.of("auto", "reference", "onednn");

  private static final Logger LOG = LoggerFactory.getLogger(Backends.class);

  private Backends() {}

  /** What {@code auto} chooses on this machine; the fallback is logged once, with its cause. */
  public static Backend best() {
    return Best.BACKEND;
  }

  /**
   * The backend that a word names.
   *
   * @throws IllegalArgumentException if there is no such word, or this machine cannot have it
   */
  public static Backend choose(String word) {
    return switch (word) {
      case "auto" -> best();
      case "reference" -> new ReferenceBackend();
      case "onednn" ->
          OneDnnBackend.failure()
              .<Backend>map(
                  cause -> {
                    throw new IllegalArgumentException(
                        "device onednn cannot be had here: " + cause + "; use auto or reference");
                  })
              .orElseGet(OneDnnBackend::new);
      default ->
          throw new IllegalArgumentException(
              "device '" + word + "'; allowed: " + String.join(", ", CHOICES));
    };
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
            .orElseGet(OneDnnBackend::new);
  }
}

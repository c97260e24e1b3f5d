package dev.zener.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.zener.op.backend.Backend;
import dev.zener.op.backend.Backends;
import java.util.List;

/** The devices of this machine for parameterized tests, including the emulated cuda. */
public final class Devices {
  private Devices() {}

  /** The names of the devices. */
  public static List<String> all() {
    return Backends.CHOICES.stream()
        .filter(word -> !word.equals("auto") && Backends.missing(word).isEmpty())
        .toList();
  }

  /**
   * The backend of a device and a precision. The test is skipped if this machine does not have it.
   */
  public static Backend choose(String word, String precision) {
    String missing = Backends.missing(word).orElse("");
    assumeTrue(missing.isEmpty(), missing);
    boolean small = precision.equals("bfloat16");
    String lacking = small ? Backends.bfloat16Missing(word).orElse("") : "";
    assumeTrue(lacking.isEmpty(), lacking);
    return Backends.choose(word, precision);
  }
}

package dev.zener.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.zener.op.Backend;
import dev.zener.op.Backends;
import java.util.List;

/** The devices that can be had here, cuda under emulation among them, for parameterized tests. */
public final class Devices {
  private Devices() {}

  /** Their words. */
  public static List<String> all() {
    return Backends.CHOICES.stream()
        .filter(word -> !word.equals("auto") && Backends.missing(word).isEmpty())
        .toList();
  }

  /** The backend of a word and a precision; a test is left out where it cannot be had. */
  public static Backend choose(String word, String precision) {
    String missing = Backends.missing(word).orElse("");
    assumeTrue(missing.isEmpty(), missing);
    boolean small = precision.equals("bfloat16");
    String lacking = small ? Backends.bfloat16Missing(word).orElse("") : "";
    assumeTrue(lacking.isEmpty(), lacking);
    return Backends.choose(word, precision);
  }
}

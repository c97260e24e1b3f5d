package dev.zener.op.onednn;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.zener.device.ElementType;
import java.util.List;

/** Skips tests for which this CPU has no instructions. */
public final class Supported {
  private Supported() {}

  public static void assume(ElementType... types) {
    assumeTrue(
        OneDnnBackend.bfloat16() || !List.of(types).contains(ElementType.BFLOAT16),
        "this CPU has no bfloat16 instructions");
  }
}

package dev.zener.op.onednn;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.zener.device.ElementType;
import java.util.List;

/** Leaves out of a test what this CPU has no instructions for. */
final class Supported {
  private Supported() {}

  static void assume(ElementType... types) {
    assumeTrue(
        OneDnnBackend.bfloat16() || !List.of(types).contains(ElementType.BFLOAT16),
        "this CPU has no bfloat16 instructions");
  }
}

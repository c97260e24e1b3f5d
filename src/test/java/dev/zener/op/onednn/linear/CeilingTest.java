package dev.zener.op.onednn.linear;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.device.ElementType;
import dev.zener.op.onednn.OneDnnBackend;
import org.junit.jupiter.api.Test;

class CeilingTest {
  @Test
  void productsReachASpeedThatACpuCanHave() {
    measure(ElementType.FLOAT32);
    if (OneDnnBackend.bfloat16()) {
      measure(ElementType.BFLOAT16);
    }
  }

  private static void measure(ElementType operands) {
    try (Ceiling ceiling = new Ceiling(operands)) {
      ceiling.measure();
      ceiling.measure();
      assertThat(ceiling.gflops()).isBetween(0.5, 1e6).isLessThanOrEqualTo(ceiling.best());
      assertThat(ceiling.best()).isLessThan(1e6);
    }
  }
}

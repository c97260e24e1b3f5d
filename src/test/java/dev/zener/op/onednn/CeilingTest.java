package dev.zener.op.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.device.ElementType;
import org.junit.jupiter.api.Test;

class CeilingTest {
  @Test
  void productsReachASpeedThatACpuCanHave() {
    assertThat(Ceiling.gflops(ElementType.FLOAT32)).isBetween(0.5, 1e5);
    if (OneDnnBackend.bfloat16()) {
      assertThat(Ceiling.gflops(ElementType.BFLOAT16)).isBetween(0.5, 1e6);
    }
  }
}

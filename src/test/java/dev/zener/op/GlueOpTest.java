package dev.zener.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.device.ElementType;
import dev.zener.op.backend.Backend;
import dev.zener.op.backend.Backends;
import dev.zener.op.backend.Kernel;
import dev.zener.testing.Agreement;
import dev.zener.testing.Close;
import dev.zener.testing.Devices;
import dev.zener.testing.GradientCheck;
import dev.zener.testing.NdExec;
import dev.zener.testing.OpRun;
import dev.zener.testing.Operand;
import dev.zener.testing.Tanh;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A glue op has a contract and a reference kernel, and runs on every backend. */
class GlueOpTest {
  private final Random random = new Random(7);

  static Iterable<String> devices() {
    return Devices.all();
  }

  /** tanh(ln 2) = (2 − 1/2) / (2 + 1/2) = 0.6, whose derivative is 1 − 0.36. */
  @ParameterizedTest
  @MethodSource("devices")
  void valuesWorkedByHand(String device) {
    Backend backend = Backends.choose(device);
    Operand x = Operand.floats(new double[] {0, Math.log(2), -Math.log(2)}, 3, 1);
    double[][] out = OpRun.run(new Tanh(), backend, ElementType.FLOAT32, x);
    Close.check("y", out[0], new double[] {0, 0.6, -0.6}, 1e-6, 0);
    Close.check("s", out[1], new double[] {1, 0.64, 0.64}, 1e-6, 0);
    Operand s = Operand.floats(new double[] {1, 0.64}, 2);
    Operand dy = Operand.floats(new double[] {-3, 2}, 2);
    double[] dx = OpRun.run(new Tanh.Backward(), backend, ElementType.FLOAT32, s, dy)[0];
    Close.check("dx", dx, new double[] {-3, 1.28}, 1e-6, 0);
  }

  @Test
  void gradientIsThatOfDifferences() {
    GradientCheck.check(
        new Tanh(),
        (graph, in) -> new Tanh(graph, in[0]).outputVariables(),
        Operand.normal(random, 4, 3));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "33, 7", "0, 3"})
  void everyBackendAgreesWithTheReference(int n, int h) {
    Operand x = Operand.normal(random, n, h);
    Agreement.forward(new Tanh(), x);
    Agreement.gradient(new Tanh.Backward(), x, Operand.normal(random, n, h));
  }

  @Test
  void runsInNd4j() {
    Operand x = Operand.normal(random, 4, 3);
    NdExec.check(Tanh::new, x);
    NdExec.check(Tanh.Backward::new, x, Operand.normal(random, 4, 3));
  }

  @ParameterizedTest
  @MethodSource("devices")
  void onlyCoreOpsHaveKernelsOnACard(String device) {
    Backend backend = Backends.choose(device);
    assertThat(backend.origin(Tanh.class, ElementType.FLOAT32)).isEqualTo("reference");
    try (Kernel core = backend.kernel(new Rows(), ElementType.FLOAT32);
        Kernel glue = backend.kernel(new Tanh(), ElementType.FLOAT32)) {
      assertThat(core.canRecord()).isTrue();
      assertThat(glue.canRecord()).isEqualTo(backend.memory().isHost());
    }
  }
}

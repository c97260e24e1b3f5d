package dev.zener.op.onednn.primitive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.op.onednn.OneDnnBackend;
import dev.zener.testing.Close;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests Eltwise; {@link GeluTest} tests GELU. */
class EltwiseTest {
  @ParameterizedTest
  @CsvSource({"1, 1", "7, 4", "8, 8", "100, 16", "4097, 4096"})
  void expEqualsJavas(int n, int size) {
    assumeTrue(OneDnnBackend.failure().isEmpty(), "there is no oneDNN here");
    Random random = new Random(7);
    double[] x = random.doubles(n, -80, 5).map(v -> (float) v).toArray();
    x[0] = -200;
    try (Block block = Block.allocate(4L * 2 * (n + 16))) {
      Tensor in = block.tensor(0, ElementType.FLOAT32, n);
      Tensor out = block.tensor(4L * (n + 16), ElementType.FLOAT32, n + 16);
      in.setDoubles(x);
      double[] guard = new double[n + 16];
      Arrays.fill(guard, 1000);
      out.setDoubles(guard);
      for (int s = 0; s * size < n; s++) {
        Eltwise.of(Eltwise.Kind.EXP, ElementType.FLOAT32, size)
            .run(in.address(), out.address(), 0, s, n);
      }
      double[] y = out.toDoubles();
      assertThat(Arrays.copyOfRange(y, n, n + 16)).containsOnly(1000);
      for (int i = 0; i < n; i++) {
        double[] truth = {Math.exp(x[i])};
        // oneDNN subtracts n·ln 2 in one step, so its relative error grows with |x|
        double tolerance = 2e-7 + 3e-9 * Math.abs(x[i]);
        Close.check("exp " + x[i], new double[] {y[i]}, truth, tolerance, 1e-38);
      }
    }
  }
}

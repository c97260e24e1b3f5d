package dev.zener.op.onednn.primitive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.op.Linear;
import dev.zener.op.onednn.OneDnnBackend;
import dev.zener.testing.Close;
import dev.zener.testing.OpRun;
import dev.zener.testing.Operand;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** GELU of any number of floats is computed in ranges whose sizes are powers of two. */
class GeluTest {
  private static final int MOST = 70_000;

  private static double[] z;
  private static double[] dy;
  private static double[] value;
  private static double[] gradient;

  /**
   * The expected values come from the reference kernel of a linear layer with the weight 1 and no
   * bias, which is GELU.
   */
  @BeforeAll
  static void truth() {
    assumeTrue(OneDnnBackend.failure().isEmpty(), "there is no oneDNN here");
    Random random = new Random(5);
    Operand in = Operand.gaussian(random, 0, 3, MOST, 1);
    Operand out = Operand.normal(random, MOST, 1);
    Operand one = Operand.floats(new double[] {1}, 1, 1);
    z = in.values();
    dy = out.values();
    value = OpRun.reference(new Linear(true), in, one, Operand.floats(new double[1], 1))[0];
    gradient = OpRun.reference(new Linear.Backward(true), in, one, out, in)[0];
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        1, 2, 3, 5, 7, 8, 15, 17, 63, 65, 127, 255, 1001, 4095, 4097, 16383, 16384, 16385, 32767,
        32769, 49151, 49153, 65535, 65537, 69999, MOST
      })
  void equalsTheReference(int n) {
    try (Block block = Block.allocate(4L * 4 * (n + 16))) {
      Tensor in = tensor(block, 0, n, z);
      Tensor up = tensor(block, 1, n, dy);
      Tensor y = tensor(block, 2, n, new double[n]);
      Tensor dz = tensor(block, 3, n, new double[n]);
      GeluPrimitive.forward(ElementType.FLOAT32, in.address(), y.address(), n);
      GeluPrimitive.backward(ElementType.FLOAT32, in.address(), up.address(), dz.address(), n);
      check("gelu", 2, y, value, n);
      check("its gradient", 3, dz, gradient, n);
      check("z", 0, in, z, n);
      check("dy", 1, up, dy, n);
    }
  }

  @Test
  void ofNothingIsNothing() {
    GeluPrimitive.forward(ElementType.FLOAT32, 0, 0, 0);
    GeluPrimitive.backward(ElementType.FLOAT32, 0, 0, 0, 0);
  }

  /** A tensor of n floats, followed by a few floats that must not be changed. */
  private static Tensor tensor(Block block, int number, int n, double[] values) {
    Tensor t = block.tensor(4L * number * (n + 16), ElementType.FLOAT32, n + 16);
    double[] padded = Arrays.copyOf(Arrays.copyOf(values, n), n + 16);
    Arrays.fill(padded, n, n + 16, guard(number));
    t.setDoubles(padded);
    return t;
  }

  /** A value for each tensor, large enough that GELU would not change it. */
  private static double guard(int number) {
    return 1000 + number;
  }

  private static void check(String name, int number, Tensor actual, double[] truth, int n) {
    double[] all = actual.toDoubles();
    assertThat(Arrays.copyOfRange(all, n, n + 16)).as("behind " + name).containsOnly(guard(number));
    Close.check(name, Arrays.copyOf(all, n), Arrays.copyOf(truth, n), 1e-6, 1e-6);
  }
}

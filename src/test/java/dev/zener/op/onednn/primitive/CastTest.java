package dev.zener.op.onednn.primitive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.op.onednn.Supported;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Casts round to the nearest number, ties to even, for any number of elements. */
class CastTest {
  @BeforeAll
  static void supported() {
    Supported.assume(ElementType.BFLOAT16);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 17, 1000, 32767, 32768, 32769, 200_001})
  void anyNumberOfElements(int n) {
    Random random = new Random(n);
    double[] values = random.doubles(n, -3, 3).map(v -> (float) v).toArray();
    check(values);
  }

  @Test
  void tiesAndEnds() {
    check(
        0,
        -0.0,
        1,
        1 + 0x1p-8, // a tie, rounded down to even
        1 + 3 * 0x1p-8, // a tie, rounded up to even
        1 + 0x1p-8 + 0x1p-23,
        -1 - 0x1p-8,
        Float.MAX_VALUE,
        0x1p-126,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY);
  }

  /** Float32 to bfloat16 equals {@link Tensor#set}, and the cast back is exact. */
  private static void check(double... values) {
    int n = values.length;
    try (Block block = Block.allocate(12L * n)) {
      Tensor from = block.tensor(0, ElementType.FLOAT32, n);
      Tensor to = block.tensor(4L * n, ElementType.BFLOAT16, n);
      Tensor back = block.tensor(8L * n, ElementType.FLOAT32, n);
      from.setDoubles(values);
      Cast.run(new Tensor[] {from}, new Tensor[] {to});
      double[] cast = to.toDoubles();
      to.setDoubles(values);
      assertThat(cast).isEqualTo(to.toDoubles());
      Cast.run(new Tensor[] {to}, new Tensor[] {back});
      assertThat(back.toDoubles()).isEqualTo(cast);
    }
  }
}

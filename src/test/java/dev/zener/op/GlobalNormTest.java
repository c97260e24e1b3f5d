package dev.zener.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.op.backend.Backend;
import dev.zener.testing.Agreement;
import dev.zener.testing.NdExec;
import dev.zener.testing.OpRun;
import dev.zener.testing.Operand;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GlobalNormTest {
  private final Random random = new Random(37);

  @Test
  void equalsHandWorkedNumbers() {
    Operand a = Operand.floats(new double[] {1, -2}, 2);
    Operand b = Operand.floats(new double[] {4, 0, 0, 2}, 2, 2);
    assertThat(OpRun.reference(new GlobalNorm(), a, b)[0]).containsExactly(5);
    assertThat(OpRun.reference(new GlobalNorm(), a, b, Operand.scalar(12))[0]).containsExactly(13);
    assertThat(OpRun.reference(new GlobalNorm(), Operand.scalar(0))[0]).containsExactly(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 7, 31, 33, 65, 129, 16_385, 600_001})
  void everyBackendAgreesWithTheReference(int n) {
    Operand[] in = {Operand.normal(random, 3, 5), Operand.normal(random, n), Operand.scalar(2)};
    Agreement.forward(new GlobalNorm(), in);
  }

  @Test
  void doesNotOverflowInFloat() {
    double[] large = new double[100];
    Arrays.fill(large, 1e25);
    Agreement.forward(new GlobalNorm(), Operand.floats(large, 100));
  }

  @Test
  void doesNotUnderflowInFloat() {
    double[] small = new double[100];
    Arrays.fill(small, 1e-30);
    Agreement.forward(new GlobalNorm(), Operand.floats(small, 100));
  }

  @Test
  void showsANumberThatIsNone() {
    Operand in = Operand.floats(new double[] {1, Double.NaN}, 2);
    assertThat(OpRun.reference(new GlobalNorm(), in)[0][0]).isNaN();
    for (Backend backend : Agreement.others()) {
      var type = dev.zener.device.ElementType.FLOAT32;
      assertThat(OpRun.run(new GlobalNorm(), backend, type, in)[0][0]).isNaN();
    }
  }

  @Test
  void runsInNd4j() {
    NdExec.check(GlobalNorm::new, Operand.normal(random, 3, 5), Operand.normal(random, 2));
    assertThatThrownBy(() -> OpRun.reference(new GlobalNorm()))
        .hasMessageContaining("zener_global_norm: takes at least one tensor");
  }
}

package dev.zener.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.testing.Agreement;
import dev.zener.testing.GoldenOp;
import dev.zener.testing.GradientCheck;
import dev.zener.testing.NdExec;
import dev.zener.testing.OpRun;
import dev.zener.testing.Operand;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SoftMseTest {
  private final Random random = new Random(17);

  @ParameterizedTest
  @ValueSource(strings = {"plain", "single", "extreme"})
  void equalsPyTorch(String name) {
    GoldenOp.check(
        "ops",
        "softmse." + name + ".",
        g -> {
          Operand logits = g.in("logits");
          g.output("loss", g.run(new SoftMse(), logits, g.in("soft"))[0]);
          double[][] d = g.run(new SoftMse.Backward(), logits, g.in("soft"), g.in("dloss"));
          g.gradient("dlogits", d[0]);
        });
  }

  @Test
  void gradientIsThatOfDifferences() {
    GradientCheck.check(
        new SoftMse(),
        (graph, in) -> new SoftMse(graph, in[0], in[1]).outputVariables(),
        Operand.normal(random, 4, 3),
        Operand.normal(random, 4, 3).fixed());
  }

  @Test
  void equalProbabilitiesHaveNoLoss() {
    Operand logits = Operand.floats(new double[] {0, 0, Math.log(3), 0}, 2, 2);
    Operand soft = Operand.floats(new double[] {0.5, 0.5, 0.75, 0.25}, 2, 2);
    assertThat(OpRun.reference(new SoftMse(), logits, soft)[0][0]).isLessThan(1e-30);
    Operand half = Operand.floats(new double[] {1, 0, 0.75, 0.25}, 2, 2);
    // two of four entries have an error of 0.5
    assertThat(OpRun.reference(new SoftMse(), logits, half)[0][0]).isEqualTo(0.125);
  }

  @ParameterizedTest
  @CsvSource({"1, 2", "2, 3", "7, 31", "33, 7", "129, 65"})
  void everyBackendAgreesWithTheReference(int w, int c) {
    Operand logits = Operand.gaussian(random, 0, 3, w, c);
    Operand soft = Operand.normal(random, w, c);
    Agreement.forward(new SoftMse(), logits, soft);
    Agreement.gradient(new SoftMse.Backward(), logits, soft, Operand.scalar(0.7));
  }

  @Test
  void noWordsHaveNoLoss() {
    Operand none = Operand.normal(random, 0, 3);
    Agreement.forward(new SoftMse(), none, none);
    Agreement.gradient(new SoftMse.Backward(), none, none, Operand.scalar(1));
    assertThat(OpRun.reference(new SoftMse(), none, none)[0]).containsExactly(0);
  }

  @Test
  void runsInNd4j() {
    Operand logits = Operand.normal(random, 4, 3);
    Operand soft = Operand.normal(random, 4, 3);
    NdExec.check(SoftMse::new, logits, soft);
    NdExec.check(SoftMse.Backward::new, logits, soft, Operand.scalar(0.5));
  }

  @Test
  void namesShapesThatDoNotFit() {
    Operand logits = Operand.normal(random, 4, 3);
    assertThatThrownBy(() -> OpRun.reference(new SoftMse(), logits, Operand.normal(random, 4, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("zener_soft_mse: takes logits [W,C], soft [W,C], given [[4, 3], [4, 2]]");
    assertThatThrownBy(() -> OpRun.reference(new SoftMse.Backward(), logits, logits, logits))
        .hasMessageContaining("zener_soft_mse_backward: takes logits");
  }
}

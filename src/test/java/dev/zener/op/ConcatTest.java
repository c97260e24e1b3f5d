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

class ConcatTest {
  private final Random random = new Random(29);

  @Test
  void equalsPyTorch() {
    GoldenOp.check(
        "tagging",
        "concat.plain.",
        g -> {
          Operand[] in = {g.in("left"), g.in("right")};
          g.output("y", g.run(new Concat(), in)[0]);
          double[][] d = g.run(new Concat.Backward(), in[0], in[1], g.in("dy"));
          g.gradient("dleft", d[0]);
          g.gradient("dright", d[1]);
        });
  }

  @Test
  void putsTheColumnsOfTheSecondBehindThoseOfTheFirst() {
    Operand left = Operand.floats(new double[] {1, 2, 3, 4}, 2, 2);
    Operand right = Operand.floats(new double[] {5, 6}, 2, 1);
    double[] y = OpRun.reference(new Concat(), left, right)[0];
    assertThat(y).containsExactly(1, 2, 5, 3, 4, 6);
    Operand dy = Operand.floats(y, 2, 3);
    double[][] d = OpRun.reference(new Concat.Backward(), left, right, dy);
    assertThat(d[0]).containsExactly(1, 2, 3, 4);
    assertThat(d[1]).containsExactly(5, 6);
  }

  @Test
  void gradientIsThatOfDifferences() {
    GradientCheck.check(
        new Concat(),
        (graph, in) -> new Concat(graph, in[0], in[1]).outputVariables(),
        Operand.normal(random, 4, 3),
        Operand.normal(random, 4, 2));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "2, 3, 7",
    "7, 31, 33",
    "65, 1, 300",
    "129, 64, 32",
    "5, 0, 3",
    "5, 3, 0",
    "0, 2, 3"
  })
  void everyBackendAgreesWithTheReference(int n, int left, int right) {
    Operand[] in = {Operand.normal(random, n, left), Operand.normal(random, n, right)};
    Agreement.forward(new Concat(), in);
    Operand dy = Operand.normal(random, n, left + right);
    Agreement.gradient(new Concat.Backward(), in[0], in[1], dy);
  }

  @Test
  void runsInNd4j() {
    Operand left = Operand.normal(random, 4, 3);
    Operand right = Operand.normal(random, 4, 2);
    NdExec.check(Concat::new, left, right);
    NdExec.check(Concat.Backward::new, left, right, Operand.normal(random, 4, 5));
  }

  @Test
  void namesShapesThatDoNotFit() {
    Operand left = Operand.normal(random, 4, 3);
    assertThatThrownBy(() -> OpRun.reference(new Concat(), left, Operand.normal(random, 5, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("zener_concat: takes left [N,L], right [N,R], given [[4, 3], [5, 3]]");
    assertThatThrownBy(() -> OpRun.reference(new Concat.Backward(), left, left, left))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("zener_concat_backward: takes left [N,L], right [N,R], dy [N,L+R]");
  }
}

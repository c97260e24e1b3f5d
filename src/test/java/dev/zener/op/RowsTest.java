package dev.zener.op;

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

class RowsTest {
  private final Random random = new Random(11);

  @Test
  void equalsPyTorch() {
    GoldenOp.check(
        "ops",
        "rows.repeated.",
        g -> {
          g.output("y", g.run(new Rows(), g.in("x"), g.ints("index"))[0]);
          double[][] d = g.run(new Rows.Backward(), g.in("x"), g.ints("index"), g.in("dy"));
          g.gradient("dx", d[0]);
        });
  }

  @Test
  void gradientIsThatOfDifferences() {
    GradientCheck.check(
        new Rows(),
        (graph, in) -> new Rows(graph, in[0], in[1]).outputVariables(),
        Operand.normal(random, 4, 3),
        Operand.ints(2, 0, 2, 2, 3));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "2, 3, 7",
    "7, 2, 31",
    "31, 33, 1",
    "33, 65, 3",
    "65, 129, 2",
    "5, 0, 3",
    "0, 0, 3"
  })
  void everyBackendAgreesWithTheReference(int n, int m, int h) {
    Operand x = Operand.normal(random, n, h);
    Operand rows = Operand.ints(random, m, Math.max(1, n));
    Agreement.forward(new Rows(), x, rows);
    Agreement.gradient(new Rows.Backward(), x, rows, Operand.normal(random, m, h));
  }

  @Test
  void runsInNd4j() {
    Operand x = Operand.normal(random, 4, 3);
    NdExec.check(Rows::new, x, Operand.ints(2, 0, 2));
    NdExec.check(Rows::new, x, Operand.ints());
    NdExec.check(Rows.Backward::new, x, Operand.ints(2, 2), Operand.normal(random, 2, 3));
  }

  @Test
  void namesWhatDoesNotFit() {
    Operand x = Operand.normal(random, 4, 3);
    assertThatThrownBy(() -> OpRun.reference(new Rows(), x, x))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("zener_rows: takes x [N,H], rows [M], given [[4, 3], [4, 3]]");
    assertThatThrownBy(() -> OpRun.reference(new Rows.Backward(), x, Operand.ints(1, 2), x))
        .hasMessageContaining("zener_rows_backward: takes x [N,H], rows [M], dy [M,H]");
    assertThatThrownBy(() -> OpRun.reference(new Rows(), x, Operand.ints(1, 4)))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}

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
import org.junit.jupiter.params.provider.ValueSource;

class LayerNormTest {
  private static final double EPSILON = 1e-12;

  private final Random random = new Random(5);

  @ParameterizedTest
  @ValueSource(strings = {"plain", "residual", "tiny", "shifted"})
  void equalsPyTorch(String name) {
    boolean residual = name.equals("residual");
    LayerNorm op = new LayerNorm(residual, EPSILON);
    GoldenOp.check(
        "ops",
        "layernorm." + name + ".",
        g -> {
          Operand x = g.in("x");
          Operand gamma = g.in("weight");
          double[][] y =
              residual
                  ? g.run(op, x, gamma, g.in("bias"), g.in("residual"))
                  : g.run(op, x, gamma, g.in("bias"));
          g.output("y", y[0]);
          Operand s = residual ? Operand.floats(y[3], x.shape()) : x;
          Operand mean = Operand.floats(y[1], y[1].length);
          Operand rstd = Operand.floats(y[2], y[2].length);
          double[][] d = g.run(new LayerNorm.Backward(), s, gamma, mean, rstd, g.in("dy"));
          g.gradient("dx", d[0]);
          g.gradient("dweight", d[1]);
          g.gradient("dbias", d[2]);
          if (residual) {
            g.gradient("dresidual", d[0]);
          }
        });
  }

  @Test
  void gradientIsThatOfDifferences() {
    Operand x = Operand.normal(random, 3, 5);
    Operand gamma = Operand.normal(random, 5);
    Operand beta = Operand.normal(random, 5);
    GradientCheck.check(
        new LayerNorm(false, EPSILON),
        (graph, in) -> new LayerNorm(graph, in[0], in[1], in[2], EPSILON).outputVariables(),
        x,
        gamma,
        beta);
    GradientCheck.check(
        new LayerNorm(true, EPSILON),
        (graph, in) -> new LayerNorm(graph, in[0], in[1], in[2], in[3], EPSILON).outputVariables(),
        x,
        gamma,
        beta,
        Operand.normal(random, 3, 5));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 2", "2, 3", "3, 7", "7, 31", "31, 33", "33, 2", "65, 129", "129, 65", "257, 9", "0, 5"
  })
  void everyBackendAgreesWithTheReference(int n, int h) {
    Operand x = Operand.gaussian(random, 0.5, 2, n, h);
    Operand gamma = Operand.gaussian(random, 1, 0.3, h);
    Operand beta = Operand.normal(random, h);
    Operand residual = Operand.normal(random, n, h);
    Agreement.forward(new LayerNorm(false, EPSILON), x, gamma, beta);
    Agreement.forward(new LayerNorm(true, EPSILON), x, gamma, beta, residual);
    double[][] y = OpRun.reference(new LayerNorm(false, EPSILON), x, gamma, beta);
    Agreement.gradient(
        new LayerNorm.Backward(),
        x,
        gamma,
        Operand.floats(y[1], n),
        Operand.floats(y[2], n),
        Operand.normal(random, n, h));
  }

  @Test
  void aRowOfOneElementOrOfEqualOnesIsBeta() {
    for (int h : new int[] {1, 6}) {
      double[] equal = new double[2 * h];
      java.util.Arrays.fill(equal, 3);
      Operand beta = Operand.normal(random, h);
      double[][] y =
          OpRun.reference(
              new LayerNorm(false, EPSILON),
              Operand.floats(equal, 2, h),
              Operand.normal(random, h),
              beta);
      double[] twice = new double[2 * h];
      System.arraycopy(beta.values(), 0, twice, 0, h);
      System.arraycopy(beta.values(), 0, twice, h, h);
      org.assertj.core.api.Assertions.assertThat(y[0]).isEqualTo(twice);
    }
  }

  @Test
  void runsInNd4j() {
    Operand x = Operand.normal(random, 3, 5);
    Operand h = Operand.normal(random, 5);
    NdExec.check(in -> new LayerNorm(true, EPSILON, in), x, h, h, Operand.normal(random, 3, 5));
    Operand n = Operand.floats(new double[] {0.5, 1, 2}, 3);
    NdExec.check(LayerNorm.Backward::new, x, h, n, n, Operand.normal(random, 3, 5));
  }

  @Test
  void namesShapesThatDoNotFit() {
    Operand x = Operand.normal(random, 3, 5);
    Operand h = Operand.normal(random, 5);
    Operand short4 = Operand.normal(random, 4);
    assertThatThrownBy(() -> OpRun.reference(new LayerNorm(false, EPSILON), x, h, short4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("zener_layer_norm: takes γ [H] and β [H], given [[3, 5], [5], [4]]");
    assertThatThrownBy(() -> OpRun.reference(new LayerNorm(true, EPSILON), x, h, h))
        .hasMessageContaining("zener_layer_norm");
    assertThatThrownBy(() -> OpRun.reference(new LayerNorm.Backward(), x, h, h, h, x))
        .hasMessageContaining("zener_layer_norm_backward: takes s [N,H]");
  }
}

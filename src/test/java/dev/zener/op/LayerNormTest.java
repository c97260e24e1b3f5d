package dev.zener.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.device.ElementType;
import dev.zener.op.backend.Backend;
import dev.zener.op.backend.Backends;
import dev.zener.testing.Agreement;
import dev.zener.testing.Close;
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

  private static final int SITE = 3;
  private static final double RATE = 0.3;
  private static final Operand COUNTER = Operand.counter(-31);

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

  @Test
  void dropoutHasTheGradientOfDifferences() {
    GradientCheck.check(
        new LayerNorm(EPSILON, SITE, RATE),
        (graph, in) ->
            new LayerNorm(graph, in[0], in[1], in[2], in[3], in[4], SITE, RATE, EPSILON)
                .outputVariables(),
        Operand.normal(random, 3, 5),
        Operand.normal(random, 5),
        Operand.normal(random, 5),
        Operand.normal(random, 3, 5),
        COUNTER);
  }

  @Test
  void dropoutEqualsHandWorkedNumbers() {
    // site 1 at counter 1 keeps elements 0, 2 and 3 of the first four
    Operand x = Operand.floats(new double[] {1, 9, 1, 2}, 1, 4);
    Operand gamma = Operand.floats(new double[] {1, 1, 1, 2}, 4);
    Operand beta = Operand.floats(new double[] {0, 0, 0, 5}, 4);
    Operand residual = Operand.floats(new double[] {-1, 1, 1, -1}, 1, 4);
    Operand counter = Operand.counter(1);
    double[][] y =
        OpRun.reference(new LayerNorm(EPSILON, 1, 0.5), x, gamma, beta, residual, counter);
    Close.check("s", y[3], new double[] {1, 1, 3, 3}, 0, 0);
    Close.check("mean", y[1], new double[] {2}, 1e-15, 0);
    Close.check("rstd", y[2], new double[] {1}, 1e-12, 0);
    Close.check("y", y[0], new double[] {-1, -1, 1, 7}, 1e-12, 0);
    Operand one = Operand.floats(new double[] {1}, 1);
    double[][] d =
        OpRun.reference(
            new LayerNorm.Backward(1, 0.5),
            Operand.floats(y[3], 1, 4),
            gamma,
            Operand.floats(y[1], 1),
            one,
            Operand.floats(new double[] {1, 2, 3, 1}, 1, 4),
            counter);
    Close.check("ds", d[0], new double[] {-0.5, 0.5, 0.5, -0.5}, 1e-15, 0);
    Close.check("dγ", d[1], new double[] {-1, -2, 3, 1}, 1e-15, 0);
    Close.check("dβ", d[2], new double[] {1, 2, 3, 1}, 1e-15, 0);
    Close.check("dx", d[3], new double[] {-1, 0, 1, -1}, 1e-15, 0);
  }

  /** One op gives the same bits as two ops if both round in the same way. */
  @ParameterizedTest
  @CsvSource({"3, 5", "1, 1", "7, 768", "129, 1030", "0, 5"})
  void dropoutIsThatOfTheOpBefore(int n, int h) {
    same(Backends.choose("reference"), ElementType.FLOAT64, n, h);
    Agreement.others().forEach(backend -> same(backend, ElementType.FLOAT32, n, h));
  }

  private void same(Backend backend, ElementType type, int n, int h) {
    Operand x = Operand.normal(random, n, h);
    Operand gamma = Operand.gaussian(random, 1, 0.3, h);
    Operand beta = Operand.normal(random, h);
    Operand residual = Operand.normal(random, n, h);
    Dropout drop = new Dropout(SITE, RATE);
    Operand dropped = Operand.floats(OpRun.run(drop, backend, type, x, COUNTER)[0], n, h);
    double[][] y =
        OpRun.run(new LayerNorm(true, EPSILON), backend, type, dropped, gamma, beta, residual);
    LayerNorm one = new LayerNorm(EPSILON, SITE, RATE);
    assertThat(OpRun.run(one, backend, type, x, gamma, beta, residual, COUNTER)).isEqualTo(y);
    Operand[] in = {
      Operand.floats(y[3], n, h),
      gamma,
      Operand.floats(y[1], n),
      Operand.floats(y[2], n),
      Operand.normal(random, n, h),
      COUNTER
    };
    double[][] d =
        OpRun.run(new LayerNorm.Backward(), backend, type, in[0], in[1], in[2], in[3], in[4]);
    Operand ds = Operand.floats(d[0], n, h);
    double[] dx = OpRun.run(drop, backend, type, ds, COUNTER)[0];
    assertThat(OpRun.run(new LayerNorm.Backward(SITE, RATE), backend, type, in))
        .isEqualTo(new double[][] {d[0], d[1], d[2], dx});
  }

  /** Rows whose mean is large compared with their deviation, as with outlier features. */
  @ParameterizedTest
  @ValueSource(ints = {5, 64, 768, 1000})
  void everyBackendIsExactFarFromZero(int h) {
    Operand gamma = Operand.gaussian(random, 1, 0.3, h);
    Operand beta = Operand.normal(random, h);
    for (double mean : new double[] {10, -1000, 30_000}) {
      Operand x = Operand.gaussian(random, mean, 1, 9, h);
      Agreement.forward(new LayerNorm(false, EPSILON), x, gamma, beta);
    }
    Operand outlier = Operand.normal(random, 1, h);
    outlier.values()[0] = 1000;
    Agreement.forward(new LayerNorm(false, EPSILON), outlier, gamma, beta);
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
    Agreement.forward(new LayerNorm(EPSILON, SITE, RATE), x, gamma, beta, residual, COUNTER);
    Agreement.gradient(
        new LayerNorm.Backward(SITE, RATE),
        x,
        gamma,
        Operand.floats(y[1], n),
        Operand.floats(y[2], n),
        Operand.normal(random, n, h),
        COUNTER);
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
      assertThat(y[0]).isEqualTo(twice);
    }
  }

  @Test
  void runsInNd4j() {
    Operand x = Operand.normal(random, 3, 5);
    Operand h = Operand.normal(random, 5);
    NdExec.check(in -> new LayerNorm(true, EPSILON, in), x, h, h, Operand.normal(random, 3, 5));
    Operand n = Operand.floats(new double[] {0.5, 1, 2}, 3);
    Operand dy = Operand.normal(random, 3, 5);
    NdExec.check(in -> new LayerNorm.Backward(in), x, h, n, n, dy);
    NdExec.check(in -> new LayerNorm(EPSILON, SITE, RATE, in), x, h, h, dy, COUNTER);
    NdExec.check(in -> new LayerNorm.Backward(SITE, RATE, in), x, h, n, n, dy, COUNTER);
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
    LayerNorm dropout = new LayerNorm(EPSILON, SITE, RATE);
    assertThatThrownBy(() -> OpRun.reference(dropout, x, h, h, x, Operand.ints(1, 2)))
        .hasMessageContaining("zener_layer_norm: takes a counter [1]");
    assertThatThrownBy(() -> new LayerNorm(EPSILON, SITE, 1))
        .hasMessage("dropout rate 1.0; allowed: 0 ≤ rate < 1");
  }
}

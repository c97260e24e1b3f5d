package dev.zener.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.op.backend.Backend;
import dev.zener.testing.Agreement;
import dev.zener.testing.Close;
import dev.zener.testing.Golden;
import dev.zener.testing.GoldenOp;
import dev.zener.testing.GradientCheck;
import dev.zener.testing.NdExec;
import dev.zener.testing.OpRun;
import dev.zener.testing.Operand;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MmdTest {
  private final Random random = new Random(31);

  static Stream<Arguments> cases() {
    try (Golden golden = new Golden("mmd")) {
      var names = golden.facts().get("cases");
      return IntStream.range(0, names.size())
          .mapToObj(i -> Arguments.of(i, names.get(i).asString()));
    }
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("cases")
  void equalsPyTorch(int i, String name) {
    GoldenOp.check(
        "mmd",
        i + ".",
        g -> {
          Operand x = g.in("x");
          Operand y = g.in("y");
          g.output("value", g.run(new Mmd(), x, y)[0]);
          double[][] d = g.run(new Mmd.Backward(), x, y, Operand.scalar(1));
          g.gradient("dx", d[0]);
          g.gradient("dy", d[1]);
        });
  }

  @Test
  void equalsHandWorkedNumbers() {
    // one row each: d = 4, b = 2·4/2/4 = 1; value = 2·5 − 2 Σ exp(−4/2^s)
    Operand x = Operand.floats(new double[] {0, 1}, 1, 2);
    Operand y = Operand.floats(new double[] {0, 3}, 1, 2);
    double k = IntStream.range(0, 5).mapToDouble(s -> Math.exp(-4.0 / (1 << s))).sum();
    double slope =
        IntStream.range(0, 5).mapToDouble(s -> Math.exp(-4.0 / (1 << s)) / (1 << s)).sum();
    double[] value = OpRun.reference(new Mmd(), x, y)[0];
    Close.check("value", value, new double[] {10 - 2 * k}, 1e-14, 0);
    double[][] d = OpRun.reference(new Mmd.Backward(), x, y, Operand.scalar(0.5));
    // d value / dx = −2 k'(d) · 2 (x − y), k' = −slope, times 0.5
    Close.check("dx", d[0], new double[] {0, -4 * slope}, 1e-14, 0);
    Close.check("dy", d[1], new double[] {0, 4 * slope}, 1e-14, 0);
  }

  @ParameterizedTest
  @CsvSource({"3, 4", "1, 5", "4, 1", "1, 1"})
  void gradientIsThatOfDifferencesAtAFixedBandwidth(int n, int m) {
    Operand x = Operand.normal(random, n, 3);
    Operand y = Operand.normal(random, m, 3);
    double bandwidth = bandwidth(x, y);
    Close.check("value", OpRun.reference(new Mmd(), x, y)[0], value(bandwidth, x, y), 1e-12, 0);
    GradientCheck.check(
        changed -> value(bandwidth, changed),
        (graph, in) -> new Mmd(graph, in[0], in[1]).outputVariables(),
        x,
        y);
  }

  /** Computes the definition with loops over all pairs. */
  private static double[] value(double bandwidth, Operand... in) {
    double sum = mean(in[0], in[0], bandwidth) + mean(in[1], in[1], bandwidth);
    return new double[] {sum - mean(in[0], in[1], bandwidth) - mean(in[1], in[0], bandwidth)};
  }

  private static double mean(Operand a, Operand b, double bandwidth) {
    double sum = 0;
    for (int i = 0; i < a.shape()[0]; i++) {
      for (int j = 0; j < b.shape()[0]; j++) {
        for (int s = 0; s < 5; s++) {
          sum += Math.exp(-distance(a, i, b, j) / (bandwidth * Math.pow(2, s)));
        }
      }
    }
    return sum / (a.shape()[0] * b.shape()[0]);
  }

  private static double distance(Operand a, int i, Operand b, int j) {
    int h = (int) a.shape()[1];
    return IntStream.range(0, h)
        .mapToDouble(c -> a.values()[i * h + c] - b.values()[j * h + c])
        .map(d -> d * d)
        .sum();
  }

  private static double bandwidth(Operand x, Operand y) {
    Operand[] sides = {x, y};
    double sum = 0;
    for (Operand a : sides) {
      for (Operand b : sides) {
        for (int i = 0; i < a.shape()[0]; i++) {
          for (int j = 0; j < b.shape()[0]; j++) {
            sum += distance(a, i, b, j);
          }
        }
      }
    }
    long rows = x.shape()[0] + y.shape()[0];
    return sum / (rows * rows - rows) / 4;
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "1, 2, 3",
    "2, 1, 7",
    "3, 7, 31",
    "7, 31, 33",
    "33, 31, 2",
    "65, 64, 129",
    "129, 1, 65",
    "32, 32, 768"
  })
  void everyBackendAgreesWithTheReference(int n, int m, int h) {
    Operand x = Operand.normal(random, n, h);
    Operand y = Operand.gaussian(random, 0.3, 1.2, m, h);
    Agreement.forward(new Mmd(), x, y);
    Agreement.gradient(new Mmd.Backward(), x, y, Operand.scalar(0.7));
  }

  @Test
  void isSymmetric() {
    Operand x = Operand.normal(random, 5, 7);
    Operand y = Operand.gaussian(random, 0.3, 1.2, 9, 7);
    double[] value = OpRun.reference(new Mmd(), x, y)[0];
    Close.check("value", OpRun.reference(new Mmd(), y, x)[0], value, 1e-13, 0);
    double[][] d = OpRun.reference(new Mmd.Backward(), x, y, Operand.scalar(1));
    double[][] swapped = OpRun.reference(new Mmd.Backward(), y, x, Operand.scalar(1));
    Close.check("dx", swapped[1], d[0], 1e-12, 0);
    Close.check("dy", swapped[0], d[1], 1e-12, 0);
  }

  @Test
  void doesNotSeeACommonMean() {
    Operand x = Operand.normal(random, 6, 9);
    Operand y = Operand.gaussian(random, 0.3, 1, 4, 9);
    double[] value = OpRun.reference(new Mmd(), x, y)[0];
    double[] far = OpRun.reference(new Mmd(), shifted(x), shifted(y))[0];
    Close.check("value", far, value, 1e-9, 0);
  }

  private static Operand shifted(Operand o) {
    double[] values = o.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] += 1024;
    }
    return Operand.floats(values, o.shape());
  }

  @Test
  void equalRowsHaveNoDistanceAndNoGradient() {
    double[] row = Operand.gaussian(random, 1000, 3, 7).values();
    Operand x = repeated(row, 3);
    Operand y = repeated(row, 5);
    for (Backend backend : Agreement.others()) {
      var type = dev.zener.device.ElementType.FLOAT32;
      assertThat(OpRun.run(new Mmd(), backend, type, x, y)[0]).containsExactly(0);
      double[][] d = OpRun.run(new Mmd.Backward(), backend, type, x, y, Operand.scalar(1));
      assertThat(d[0]).containsOnly(0);
      assertThat(d[1]).containsOnly(0);
    }
    assertThat(OpRun.reference(new Mmd(), x, y)[0]).containsExactly(0);
  }

  private static Operand repeated(double[] row, int times) {
    double[] all = new double[row.length * times];
    for (int i = 0; i < times; i++) {
      System.arraycopy(row, 0, all, i * row.length, row.length);
    }
    return Operand.floats(all, times, row.length);
  }

  @Test
  void runsInNd4j() {
    Operand x = Operand.normal(random, 4, 3);
    Operand y = Operand.gaussian(random, 1, 1, 5, 3);
    NdExec.check(Mmd::new, x, y);
    NdExec.check(Mmd.Backward::new, x, y, Operand.scalar(0.5));
  }

  @Test
  void namesShapesThatDoNotFit() {
    Operand x = Operand.normal(random, 4, 3);
    assertThatThrownBy(() -> OpRun.reference(new Mmd(), x, Operand.normal(random, 4, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("zener_mmd: takes x [n,H], y [m,H] with n, m ≥ 1, given [[4, 3], [4, 2]]");
    assertThatThrownBy(() -> OpRun.reference(new Mmd(), x, Operand.normal(random, 0, 3)))
        .hasMessageContaining("n, m ≥ 1");
    assertThatThrownBy(() -> OpRun.reference(new Mmd.Backward(), x, x, x))
        .hasMessageContaining("zener_mmd_backward");
  }
}

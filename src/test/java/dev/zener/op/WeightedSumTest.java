package dev.zener.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.testing.Agreement;
import dev.zener.testing.Close;
import dev.zener.testing.Golden;
import dev.zener.testing.GradientCheck;
import dev.zener.testing.NdExec;
import dev.zener.testing.OpRun;
import dev.zener.testing.Operand;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.autodiff.samediff.SDVariable;

class WeightedSumTest {
  private final Random random = new Random(19);

  @ParameterizedTest
  @ValueSource(strings = {"plain", "single", "large"})
  void equalsPyTorch(String name) {
    String prefix = "weightedsum." + name + ".";
    try (Golden golden = new Golden("ops")) {
      double[] omega = golden.doubles(prefix + "omega");
      int k = omega.length;
      Operand[] in = new Operand[k + 2];
      in[0] = Operand.floats(omega, k);
      double[] values = golden.doubles(prefix + "values");
      for (int i = 0; i < k; i++) {
        in[i + 1] = Operand.scalar(values[i]);
      }
      in[k + 1] = Operand.scalar(golden.scalar(prefix + "dy"));
      WeightedSum op = new WeightedSum(List.of(), k, 1);
      double[] total = OpRun.reference(op, Arrays.copyOf(in, k + 1))[0];
      Close.check(name, total, golden.doubles(prefix + "y"), 1e-9, 0);
      double[][] d = OpRun.reference(new WeightedSum.Backward(op), in);
      Close.check(name, d[0], golden.doubles(prefix + "domega"), 1e-9, 1e-12);
      double[] dvalues = IntStream.range(0, k).mapToDouble(i -> d[i + 1][0]).toArray();
      Close.check(name, dvalues, golden.doubles(prefix + "dvalues"), 1e-9, 0);
    }
  }

  @Test
  void addsFixedTermsAndWeightedOnes() {
    // 2·3 − 5 + 10 · (0.25·4 + 0.75·8)
    double[][] total = OpRun.reference(new WeightedSum(List.of(2.0, -1.0), 2, 10), mixed());
    Close.check("total", total[0], new double[] {71}, 1e-14, 0);
    double[][] fixed =
        OpRun.reference(
            new WeightedSum(List.of(2.0, -1.0), 0, 10), Operand.scalar(3), Operand.scalar(5));
    assertThat(fixed[0]).containsExactly(1);
  }

  private static Operand[] mixed() {
    return new Operand[] {
      Operand.scalar(3),
      Operand.scalar(5),
      Operand.floats(new double[] {0, Math.log(3)}, 2),
      Operand.scalar(4),
      Operand.scalar(8)
    };
  }

  @ParameterizedTest
  @CsvSource({"2, 3", "1, 0", "0, 2"})
  void gradientIsThatOfDifferences(int fixed, int weighted) {
    List<Double> coefficients = List.of(1.5, -0.5).subList(0, fixed);
    GradientCheck.check(
        new WeightedSum(coefficients, weighted, 0.3),
        (graph, in) -> {
          List<SDVariable> all = Arrays.asList(in);
          return new WeightedSum(
                  graph,
                  all.subList(0, fixed),
                  coefficients,
                  weighted == 0 ? null : in[fixed],
                  weighted == 0 ? List.of() : all.subList(fixed + 1, in.length),
                  0.3)
              .outputVariables();
        },
        inputs(fixed, weighted));
  }

  private Operand[] inputs(int fixed, int weighted) {
    Operand[] in = new Operand[fixed + (weighted == 0 ? 0 : 1 + weighted)];
    Arrays.setAll(in, i -> i == fixed ? Operand.normal(random, weighted) : Operand.normal(random));
    return in;
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "1, 1", "3, 7", "0, 8", "2, 31"})
  void everyBackendAgreesWithTheReference(int fixed, int weighted) {
    List<Double> coefficients = random.doubles(fixed).boxed().toList();
    WeightedSum op = new WeightedSum(coefficients, weighted, 0.3);
    Operand[] in = inputs(fixed, weighted);
    Agreement.forward(op, in);
    Operand[] more = Arrays.copyOf(in, in.length + 1);
    more[in.length] = Operand.scalar(0.7);
    Agreement.gradient(new WeightedSum.Backward(op), more);
  }

  @Test
  void runsInNd4j() {
    WeightedSum op = new WeightedSum(List.of(2.0, -1.0), 2, 10);
    NdExec.check(in -> new WeightedSum(List.of(2.0, -1.0), 2, 10, in), mixed());
    Operand[] more = Arrays.copyOf(mixed(), 6);
    more[5] = Operand.scalar(0.7);
    NdExec.check(in -> new WeightedSum.Backward(op, in), more);
  }

  @Test
  void namesShapesThatDoNotFit() {
    WeightedSum op = new WeightedSum(List.of(2.0, -1.0), 3, 10);
    assertThatThrownBy(() -> OpRun.reference(op, mixed()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("zener_weighted_sum: takes J + 1 + K inputs, given [[], [], [2], [], []]");
    Operand[] more = Arrays.copyOf(mixed(), 6);
    more[5] = Operand.scalar(0.7);
    more[2] = Operand.scalar(1);
    WeightedSum two = new WeightedSum(List.of(2.0, -1.0), 2, 10);
    assertThatThrownBy(() -> OpRun.reference(new WeightedSum.Backward(two), more))
        .hasMessageContaining("zener_weighted_sum_backward: takes scalars and ω [K]");
  }
}

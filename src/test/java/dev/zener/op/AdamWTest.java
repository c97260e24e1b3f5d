package dev.zener.op;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.testing.Agreement;
import dev.zener.testing.Close;
import dev.zener.testing.Golden;
import dev.zener.testing.NdExec;
import dev.zener.testing.OpRun;
import dev.zener.testing.Operand;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdamWTest {
  private final Random random = new Random(41);

  /**
   * Compares with ten steps of PyTorch for every parameter in float64, each from the previous step.
   */
  @ParameterizedTest
  @ValueSource(ints = {10, 25})
  void equalsPyTorch(int schedule) {
    try (Golden golden = new Golden("adamw")) {
      for (var name : golden.facts().get("names")) {
        parameter(golden, schedule, name.asString());
      }
    }
  }

  private static void parameter(Golden golden, int schedule, String name) {
    boolean decays = !name.endsWith(".bias") && !name.endsWith("LayerNorm.weight");
    AdamW op = new AdamW(0.9, 0.999, 1e-8, decays ? 0.01 : 0, 1, 1);
    long[] shape = golden.shape("initial." + name);
    double[] p = golden.doubles("initial." + name);
    double[] m = new double[p.length];
    double[] v = new double[p.length];
    double[] norms = golden.doubles("norm");
    double[] rates = golden.doubles(schedule + ".lr");
    for (int k = 1; k <= rates.length; k++) {
      double[] scalars = {rates[k - 1], 1 - Math.pow(0.9, k), 1 - Math.pow(0.999, k)};
      double[][] out =
          OpRun.reference(
              op,
              Operand.floats(p, shape),
              Operand.floats(golden.doubles("step." + k + ".grad." + name), shape),
              Operand.floats(m, shape),
              Operand.floats(v, shape),
              Operand.scalar(norms[k - 1]),
              Operand.floats(scalars, 3));
      String step = schedule + ".step." + k + ".";
      String[] kinds = {"param.", "exp_avg.", "exp_avg_sq."};
      for (int i = 0; i < 3; i++) {
        String tensor = step + kinds[i] + name;
        Close.check(tensor, out[i], golden.doubles(tensor), 1e-9, 0);
      }
      p = out[0];
      m = out[1];
      v = out[2];
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "1, 1",
    "2, 0",
    "3, 1",
    "7, 0",
    "31, 1",
    "33, 1",
    "65, 0",
    "129, 1",
    "2049, 1",
    "40001, 1"
  })
  void everyBackendAgreesWithTheReference(int n, double maxNorm) {
    Agreement.update(new AdamW(0.9, 0.999, 1e-8, 0.01, maxNorm, 2.5), inputs(n));
  }

  private Operand[] inputs(long... shape) {
    Operand v = Operand.gaussian(random, 0, 0.1, shape);
    double[] squares = v.values();
    for (int i = 0; i < squares.length; i++) {
      squares[i] = (float) (squares[i] * squares[i]);
    }
    return new Operand[] {
      Operand.normal(random, shape),
      Operand.normal(random, shape),
      Operand.gaussian(random, 0, 0.1, shape),
      Operand.floats(squares, shape),
      Operand.scalar(3.5),
      Operand.floats(new double[] {1e-3, 1 - Math.pow(0.9, 7), 1 - Math.pow(0.999, 7)}, 3)
    };
  }

  @Test
  void aStepWithoutGradientOrMomentsIsDecayAlone() {
    Operand zero = Operand.floats(new double[3], 3);
    Operand p = Operand.floats(new double[] {1, -2, 0}, 3);
    Operand scalars = Operand.floats(new double[] {0.5, 0.1, 0.001}, 3);
    double[][] out =
        OpRun.reference(
            new AdamW(0.9, 0.999, 1e-8, 0.1, 1, 0.5),
            p,
            zero,
            zero,
            zero,
            Operand.scalar(0),
            scalars);
    Close.check("p", out[0], new double[] {0.975, -1.95, 0}, 1e-15, 0);
  }

  @Test
  void runsInNd4j() {
    NdExec.check(in -> new AdamW(0.9, 0.999, 1e-8, 0.01, 1, 1, in), inputs(5, 7));
    NdExec.check(in -> new AdamW(0.9, 0.999, 1e-8, 0.01, 1, 1, in), inputs(2, 3, 4));
  }

  @Test
  void namesShapesThatDoNotFit() {
    Operand[] in = inputs(3);
    in[2] = Operand.scalar(1);
    assertThatThrownBy(() -> OpRun.reference(new AdamW(0.9, 0.999, 1e-8, 0.01, 1, 1), in))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "zener_adam_w: takes p, g, m, v of one shape, norm [], scalars [3],"
                + " given [[3], [3], [], [3], [], [3]]");
  }
}

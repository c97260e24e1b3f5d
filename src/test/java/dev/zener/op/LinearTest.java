package dev.zener.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.device.ElementType;
import dev.zener.op.backend.Backend;
import dev.zener.testing.Agreement;
import dev.zener.testing.Devices;
import dev.zener.testing.GoldenOp;
import dev.zener.testing.GradientCheck;
import dev.zener.testing.NdExec;
import dev.zener.testing.OpRun;
import dev.zener.testing.Operand;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinearTest {
  private final Random random = new Random(3);

  @ParameterizedTest
  @ValueSource(strings = {"plain", "gelu", "gelu-tails", "gelu-single"})
  void equalsPyTorch(String name) {
    boolean gelu = name.startsWith("gelu");
    GoldenOp.check(
        "ops",
        "linear." + name + ".",
        g -> {
          Operand x = g.in("x");
          Operand w = g.in("weight");
          double[][] y = g.run(new Linear(gelu), x, w, g.in("bias"));
          g.output("y", y[0]);
          Operand dy = g.in("dy");
          double[][] d =
              gelu
                  ? g.run(new Linear.Backward(true), x, w, dy, Operand.floats(y[1], dy.shape()))
                  : g.run(new Linear.Backward(false), x, w, dy);
          g.gradient("dx", d[0]);
          g.gradient("dweight", d[1]);
          g.gradient("dbias", d[2]);
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void gradientIsThatOfDifferences(boolean gelu) {
    GradientCheck.check(
        new Linear(gelu),
        (graph, in) -> new Linear(graph, in[0], in[1], in[2], gelu).outputVariables(),
        Operand.normal(random, 3, 5),
        Operand.normal(random, 4, 5),
        Operand.normal(random, 4));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "2, 3, 7",
    "7, 31, 33",
    "31, 2, 65",
    "33, 129, 1",
    "65, 1, 31",
    "129, 65, 3",
    "300, 7, 130",
    "0, 3, 2"
  })
  void everyBackendAgreesWithTheReference(int n, int i, int o) {
    for (boolean gelu : new boolean[] {false, true}) {
      Operand x = Operand.normal(random, n, i);
      Operand w = Operand.gaussian(random, 0, 1 / Math.sqrt(i), o, i);
      Operand b = Operand.normal(random, o);
      Agreement.forward(new Linear(gelu), x, w, b);
      if (!gelu) {
        Agreement.forward(new Linear(false, true), x, w, b, Operand.normal(random, n, o));
      }
      Operand dy = Operand.normal(random, n, o);
      Operand z = Operand.gaussian(random, 0, 2, n, o);
      Operand[] in = gelu ? new Operand[] {x, w, dy, z} : new Operand[] {x, w, dy};
      Agreement.gradient(new Linear.Backward(gelu), in);
      Operand[] more = Arrays.copyOf(in, in.length + 1);
      more[in.length] = Operand.normal(random, n, i);
      Agreement.gradient(new Linear.Backward(gelu, true), more);
    }
  }

  @Test
  void addsWhatIsGiven() {
    Operand x = Operand.floats(new double[] {1, 2, 3, 4}, 2, 2);
    Operand w = Operand.floats(new double[] {5, 6}, 1, 2);
    Operand b = Operand.floats(new double[] {7}, 1);
    Operand a = Operand.floats(new double[] {-0.5, 100}, 2, 1);
    double[][] y = OpRun.reference(new Linear(false, true), x, w, b, a);
    assertThat(y[0]).containsExactly(5 + 12 + 7 - 0.5, 15 + 24 + 7 + 100);
    assertThatThrownBy(() -> OpRun.reference(new Linear(false, true), x, w, b, x))
        .hasMessageContaining("takes an addend [N,O], given [[2, 2], [1, 2], [1], [2, 2]]");
    assertThatThrownBy(() -> new Linear(true, true)).hasMessageContaining("GELU");
  }

  /** A product of one pair of numbers, one of which has more digits than TF32. */
  @Test
  void aCardCutsOperandsToTf32OnlyWhereThatIsAsked() {
    double fine = 1 + 0x1p-12;
    Operand x = Operand.floats(new double[] {fine}, 1, 1);
    Operand one = Operand.floats(new double[] {1}, 1, 1);
    Operand none = Operand.floats(new double[] {0}, 1);
    for (String precision : List.of("float32", "tf32")) {
      Backend cuda = Devices.choose("cuda", precision);
      double kept = precision.equals("tf32") ? 1 : fine;
      double[][] y = OpRun.run(new Linear(false), cuda, ElementType.FLOAT32, x, one, none);
      assertThat(y[0]).as(precision).containsExactly(kept);
      double[][] d = OpRun.run(new Linear.Backward(false), cuda, ElementType.FLOAT32, one, one, x);
      assertThat(d[0]).as("dx in " + precision).containsExactly(kept);
      assertThat(d[1]).as("dw in " + precision).containsExactly(kept);
      assertThat(cuda.precision()).isEqualTo(precision);
    }
  }

  @Test
  void runsInNd4j() {
    Operand x = Operand.normal(random, 3, 5);
    Operand w = Operand.normal(random, 4, 5);
    NdExec.check(in -> new Linear(true, in), x, w, Operand.normal(random, 4));
    NdExec.check(
        in -> new Linear.Backward(true, in),
        x,
        w,
        Operand.normal(random, 3, 4),
        Operand.normal(random, 3, 4));
  }

  @Test
  void namesShapesThatDoNotFit() {
    Operand x = Operand.normal(random, 3, 5);
    assertThatThrownBy(
            () ->
                OpRun.reference(
                    new Linear(false), x, Operand.normal(random, 4, 6), Operand.normal(random, 4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("zener_linear: takes x [N,I], w [O,I], b [O]")
        .hasMessageContaining("[[3, 5], [4, 6], [4]]");
    assertThatThrownBy(
            () ->
                OpRun.reference(
                    new Linear.Backward(false),
                    x,
                    Operand.normal(random, 4, 5),
                    Operand.normal(random, 3, 5)))
        .hasMessageContaining("zener_linear_backward: takes x [N,I], w [O,I], dy [N,O]");
  }
}

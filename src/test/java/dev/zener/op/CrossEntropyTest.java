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

class CrossEntropyTest {
  private final Random random = new Random(13);

  @ParameterizedTest
  @ValueSource(strings = {"plain", "single", "extreme"})
  void equalsPyTorch(String name) {
    GoldenOp.check(
        "ops",
        "crossentropy." + name + ".",
        g -> {
          Operand logits = g.in("logits");
          Operand labels = g.ints("labels");
          g.output("loss", g.run(new CrossEntropy(), logits, labels)[0]);
          double[][] d = g.run(new CrossEntropy.Backward(), logits, labels, g.in("dloss"));
          g.gradient("dlogits", d[0]);
        });
  }

  @Test
  void gradientIsThatOfDifferences() {
    GradientCheck.check(
        new CrossEntropy(),
        (graph, in) -> new CrossEntropy(graph, in[0], in[1]).outputVariables(),
        Operand.normal(random, 4, 3),
        Operand.ints(2, 0, 1, 2));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 2", "2, 3", "7, 31", "33, 7", "129, 65"})
  void everyBackendAgreesWithTheReference(int w, int c) {
    Operand logits = Operand.gaussian(random, 0, 3, w, c);
    Operand labels = Operand.ints(random, w, c);
    Agreement.forward(new CrossEntropy(), logits, labels);
    Agreement.gradient(new CrossEntropy.Backward(), logits, labels, Operand.scalar(0.7));
  }

  @Test
  void noWordsHaveNoLoss() {
    Operand none = Operand.normal(random, 0, 3);
    Agreement.forward(new CrossEntropy(), none, Operand.ints());
    Agreement.gradient(new CrossEntropy.Backward(), none, Operand.ints(), Operand.scalar(1));
    assertThat(OpRun.reference(new CrossEntropy(), none, Operand.ints())[0]).containsExactly(0);
  }

  @Test
  void runsInNd4j() {
    Operand logits = Operand.normal(random, 4, 3);
    Operand labels = Operand.ints(2, 0, 1, 2);
    NdExec.check(CrossEntropy::new, logits, labels);
    NdExec.check(CrossEntropy.Backward::new, logits, labels, Operand.scalar(0.5));
  }

  @Test
  void namesWhatDoesNotFit() {
    Operand logits = Operand.normal(random, 4, 3);
    assertThatThrownBy(() -> OpRun.reference(new CrossEntropy(), logits, Operand.ints(1, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("zener_cross_entropy: takes logits [W,C], labels [W], given [[4, 3], [2]]");
    Operand labels = Operand.ints(2, 0, 1, 2);
    assertThatThrownBy(() -> OpRun.reference(new CrossEntropy.Backward(), logits, labels, labels))
        .hasMessageContaining("zener_cross_entropy_backward: takes logits");
  }

  @Test
  void namesALabelThatTheHeadLacks() {
    Operand logits = Operand.normal(random, 2, 3);
    for (int label : new int[] {-1, 3}) {
      for (Op op : new Op[] {new CrossEntropy(), new CrossEntropy.Backward()}) {
        Operand labels = Operand.ints(label, 0);
        Operand[] in =
            op instanceof CrossEntropy
                ? new Operand[] {logits, labels}
                : new Operand[] {logits, labels, Operand.scalar(1)};
        assertThatThrownBy(() -> OpRun.reference(op, in))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("label " + label + "; allowed: 0 to 2");
      }
    }
  }
}

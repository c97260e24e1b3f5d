package dev.zener.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.op.CrossEntropy;
import dev.zener.op.Linear;
import dev.zener.op.SoftMse;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** Gradients are derived by the chain rule, along paths from the loss to parameters only. */
class GradientsTest {
  private final SameDiff graph = SameDiff.create();

  private double value(String name) {
    return graph.outputSingle(Map.of(), name).getDouble(0);
  }

  /** loss = (x² + 3x) · x = x³ + 3x² at x = 2: the derivative is 3x² + 6x = 24. */
  @Test
  void theTermsOfAVariableThatIsReadSeveralTimesAreAdded() {
    SDVariable x = graph.var("x", Nd4j.scalar(2.0));
    SDVariable three = graph.constant("three", Nd4j.scalar(3.0));
    x.mul(x).add(x.mul(three)).mul("loss", x);
    Map<String, String> gradients = Gradients.of(graph, "loss", List.of("x"));
    assertThat(value(gradients.get("x"))).isEqualTo(24);
  }

  /** loss = 5 (u + w) with u = x + x and w = 7x: the derivative is 45 although w is 14 and u 4. */
  @Test
  void anOpWaitsForAllGradientsOfItsOutput() {
    SDVariable x = graph.var("x", Nd4j.scalar(2.0));
    SDVariable u = x.add(x);
    SDVariable w = x.mul(graph.constant("seven", Nd4j.scalar(7.0)));
    u.add(w).mul("loss", graph.constant("five", Nd4j.scalar(5.0)));
    Map<String, String> gradients = Gradients.of(graph, "loss", List.of("x"));
    assertThat(value(gradients.get("x"))).isEqualTo(45);
    assertThat(value("loss")).as("the graph still computes the loss").isEqualTo(90);
  }

  /** Only the second of two layers is trained, so the first has no gradient op. */
  @Test
  void onlyPathsToParametersAreDifferentiated() {
    layers();
    Map<String, String> gradients = Gradients.of(graph, "loss", List.of("w2"));
    assertThat(gradients).containsOnlyKeys("w2");
    assertThat(count("zener_linear_backward")).isOne();
    assertThat(count("zener_linear")).isEqualTo(3);
    assertThat(count("add")).isZero();
  }

  private long count(String op) {
    return graph.getOps().values().stream()
        .map(SameDiffOp::getOp)
        .filter(o -> o.opName().equals(op))
        .count();
  }

  @Test
  void aParameterWithoutAPathIsNamed() {
    layers();
    assertThatThrownBy(() -> Gradients.of(graph, "loss", List.of("w1", "unread")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("loss does not depend on parameter unread");
  }

  @Test
  void anInputWithoutAGradientIsNamed() {
    SDVariable x = graph.placeHolder("x", DataType.FLOAT, -1, 2);
    SDVariable soft = linear(x, "teacher");
    new SoftMse(graph, linear(x, "student"), soft.rename("soft")).outputVariable().rename("loss");
    assertThatThrownBy(() -> Gradients.of(graph, "loss", List.of("teacher", "student")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has no gradient for its input soft, on which the loss depends");
  }

  /** What the host prints and where it prints to is not Zener's to change. */
  @Test
  void nothingIsPrinted() {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream host = new PrintStream(printed, true, StandardCharsets.UTF_8);
    System.setOut(host);
    try {
      layers();
      Gradients.of(graph, "loss", List.of("w1", "w2"));
      assertThat(System.out).isSameAs(host);
    } finally {
      System.setOut(before);
    }
    assertThat(printed.size()).isZero();
  }

  /** Cross entropy of two layers; a third layer is not part of the loss. */
  private void layers() {
    SDVariable x = graph.placeHolder("x", DataType.FLOAT, -1, 2);
    SDVariable y = linear(linear(x, "w1"), "w2");
    linear(x, "unread");
    SDVariable labels = graph.placeHolder("labels", DataType.INT32, -1);
    new CrossEntropy(graph, y, labels).outputVariable().rename("loss");
  }

  private SDVariable linear(SDVariable x, String weight) {
    SDVariable w = graph.placeHolder(weight, DataType.FLOAT, 2, 2);
    SDVariable b = graph.placeHolder(weight + ".bias", DataType.FLOAT, 2);
    return new Linear(graph, x, w, b, false).outputVariable();
  }
}

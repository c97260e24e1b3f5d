package dev.zener.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.graph.Timing.StepTime;
import dev.zener.op.Attention;
import dev.zener.op.Linear;
import dev.zener.op.SoftMse;
import dev.zener.op.backend.Backends;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

class TimingTest {
  private final Block memory = Block.allocate(1 << 12);
  private final Inputs inputs = new Inputs();
  private final Map<String, Tensor> bound = new HashMap<>();
  private final SameDiff graph = SameDiff.create();

  @AfterEach
  void free() {
    inputs.close();
    memory.close();
  }

  private SDVariable variable(String name, long... shape) {
    bound.put(name, memory.tensor(bound.size() * 256L, ElementType.FLOAT32, shape));
    return graph.var(name, DataType.FLOAT, shape);
  }

  /** y = linear layer of x [n,4] with width 6, then attention of y with itself, with two heads. */
  private Program forward(String wanted) {
    SDVariable x = graph.placeHolder("x", DataType.FLOAT, -1, 4);
    SDVariable w = variable("w", 6, 4);
    SDVariable y = new Linear(graph, x, w, variable("b", 6), false).outputVariable();
    y = y.rename("y");
    SDVariable offsets = graph.placeHolder("offsets", DataType.INT32, -1);
    new Attention(graph, 2, y, y, y, offsets, offsets).outputVariables()[0].rename("context");
    return new Compiler(graph, Backends.choose("reference"), bound)
        .compile(List.of(wanted), Map.of());
  }

  private Map<String, Tensor> batch(int... offsets) {
    int n = offsets[offsets.length - 1];
    inputs.doubles("x", ElementType.FLOAT32, new double[n * 4], n, 4).ints("offsets", offsets);
    return inputs.tensors();
  }

  @Test
  void everyStepIsNamedCountedAndTimed() {
    try (Program program = forward("context")) {
      long start = System.nanoTime();
      program.run(batch(0, 3, 5));
      program.run(batch(0, 1));
      long wall = System.nanoTime() - start;
      List<StepTime> steps = program.timing().steps();
      assertThat(steps.stream().map(StepTime::op)).isEqualTo(program.opNames());
      assertThat(steps.get(0).inputs()).containsExactly("x", "w", "b");
      assertThat(steps.get(0).outputs()).containsExactly("y");
      assertThat(steps.get(1).outputs()).as("nobody reads lse").containsExactly("context");
      assertThat(steps).allSatisfy(s -> assertThat(s.calls()).isEqualTo(2));
      assertThat(steps).allSatisfy(s -> assertThat(s.nanos()).isPositive());
      long sum = steps.stream().mapToLong(StepTime::nanos).sum();
      assertThat(program.timing().runNanos()).isBetween(sum, wall);
    }
  }

  @Test
  void workIsCountedFromTheShapesThatRan() {
    try (Program program = forward("context")) {
      program.run(batch(0, 3, 5));
      program.run(batch(0, 1));
      List<StepTime> steps = program.timing().steps();
      assertThat(steps.get(0).flops()).isEqualTo(2.0 * (5 + 1) * 4 * 6);
      assertThat(steps.get(1).flops()).isEqualTo(2 * 2.0 * (3 * 3 + 2 * 2 + 1) * 6);
      program.timing().reset();
      assertThat(program.timing().runNanos()).isZero();
      assertThat(program.timing().steps())
          .allSatisfy(s -> assertThat(s.nanos() + s.calls() + s.flops()).isZero());
      program.run(batch(0, 2));
      assertThat(program.timing().steps().get(0).flops()).isEqualTo(2.0 * 2 * 4 * 6);
    }
  }

  @Test
  void ofABackwardStepOnlyWhatIsWantedIsWork() {
    SDVariable x = graph.placeHolder("x", DataType.FLOAT, -1, 1);
    SDVariable one =
        new Linear(graph, x, variable("w1", 1, 1), variable("b1", 1), false).outputVariable();
    SDVariable two =
        new Linear(graph, one, variable("w2", 1, 1), variable("b2", 1), false).outputVariable();
    SDVariable offsets = graph.placeHolder("offsets", DataType.INT32, -1);
    SDVariable context =
        new Attention(graph, 1, two, two, two, offsets, offsets).outputVariables()[0];
    SDVariable soft = graph.placeHolder("soft", DataType.FLOAT, -1, 1);
    new SoftMse(graph, context, soft).outputVariable().rename("loss");
    List<String> wanted = List.copyOf(Gradients.of(graph, "loss", List.of("w1", "w2")).values());
    try (Program program =
        new Compiler(graph, Backends.choose("reference"), bound).compile(wanted, Map.of())) {
      inputs.doubles("x", ElementType.FLOAT32, new double[] {1}, 1, 1);
      inputs.doubles("soft", ElementType.FLOAT32, new double[] {1}, 1, 1);
      inputs.ints("offsets", new int[] {0, 1});
      program.run(inputs.tensors());
      Map<String, Double> flops = new HashMap<>();
      program.timing().steps().forEach(s -> flops.merge(s.op(), s.flops(), Double::sum));
      assertThat(flops).containsEntry("zener_linear", 4.0);
      assertThat(flops).as("w1: dw; w2: dx and dw").containsEntry("zener_linear_backward", 6.0);
      assertThat(flops).as("dp, dq, dk, dv").containsEntry("zener_attention_backward", 8.0);
      assertThat(flops).containsEntry("zener_attention", 4.0);
    }
  }
}

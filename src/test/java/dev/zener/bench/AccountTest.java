package dev.zener.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.bench.Account.Entry;
import dev.zener.graph.Timing.StepTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccountTest {
  private final List<StepTime> steps = new ArrayList<>();

  private void step(String op, List<String> inputs, String output, long nanos, double flops) {
    steps.add(new StepTime(op, inputs, List.of(output), nanos, 1, flops));
  }

  @Test
  void stepsOfAKindAreOneLine() {
    step("zener_linear", List.of("x", "bert.layer.0.weight", "b"), "q", 3, 30);
    step("zener_linear", List.of("x", "bert.layer.1.weight", "b"), "k", 4, 40);
    step("zener_adam_w", List.of("w"), "w", 5, 0);
    step("zener_global_norm", List.of("dw"), "norm", 6, 0);
    step("add", List.of("a", "b"), "sum", 1, 0);
    step("zener_linear_backward", List.of("x", "bert.layer.1.weight", "dy"), "dx", 2, 20);
    step("zener_newcomer", List.of("x"), "new", 9, 0);
    assertThat(Account.of(steps))
        .containsExactly(
            new Entry("linear", 7, 70),
            new Entry("linear backward", 2, 20),
            new Entry("casts and sums", 1, 0),
            new Entry("optimiser", 11, 0),
            new Entry("other", 9, 0));
  }

  @Test
  void whatStandsBeforeALossBelongsToIt() {
    step("zener_rows", List.of("hidden.4", "wordRows"), "rows", 1, 0);
    step("zener_dropout", List.of("rows", "counter"), "dropped", 2, 0);
    step("zener_linear", List.of("dropped", "heads.4.weight", "heads.4.bias"), "logits", 4, 0);
    step("zener_soft_mse", List.of("logits", "soft.4"), "mse", 8, 0);
    step("zener_rows", List.of("hidden.12", "sourceClsRows"), "cls", 16, 0);
    step("zener_dropout", List.of("cls", "counter"), "droppedCls", 32, 0);
    step("zener_mmd", List.of("teacherCls", "droppedCls"), "mmd", 64, 0);
    step("zener_mmd_backward", List.of("teacherCls", "droppedCls"), "d1", 1, 0);
    step("zener_dropout", List.of("d1", "counter"), "d2", 2, 0);
    step("zener_rows_backward", List.of("hidden.12", "sourceClsRows", "d2"), "d3", 4, 0);
    step("zener_linear_backward", List.of("dropped", "heads.4.weight", "dy"), "d4", 8, 0);
    step("zener_dropout", List.of("d4", "counter"), "d5", 16, 0);
    step("zener_rows_backward", List.of("hidden.4", "wordRows", "d5"), "d6", 32, 0);
    assertThat(Account.of(steps))
        .containsExactly(
            new Entry("heads and losses", 15, 0),
            new Entry("MMD", 112, 0),
            new Entry("heads and losses backward", 56, 0),
            new Entry("MMD backward", 7, 0));
  }

  @Test
  void dropoutGoesTheWayOfWhatItFollows() {
    step("zener_linear", List.of("x", "w", "b"), "y", 1, 0);
    step("cast", List.of("y"), "z", 1, 0);
    step("zener_dropout", List.of("z", "counter"), "dropped", 2, 0);
    step("zener_layer_norm_backward", List.of("dy"), "dx", 1, 0);
    step("zener_dropout", List.of("dx", "counter"), "d1", 4, 0);
    step("add", List.of("d1", "d0"), "sum", 1, 0);
    step("zener_dropout", List.of("sum", "counter"), "d2", 8, 0);
    assertThat(Account.of(steps))
        .contains(new Entry("dropout", 2, 0), new Entry("dropout backward", 12, 0));
  }
}

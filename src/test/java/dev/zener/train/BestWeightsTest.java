package dev.zener.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BestWeightsTest {
  private final Block block = Block.allocate(256);
  private final Tensor weight = block.tensor(0, ElementType.FLOAT32, 3);
  private final Tensor bias = block.tensor(64, ElementType.FLOAT64, 2);
  private final BestWeights best = new BestWeights(Map.of("weight", weight, "bias", bias));

  @AfterEach
  void close() {
    best.close();
    block.close();
  }

  private boolean offer(double value, double score, long step) {
    weight.setDoubles(new double[] {value, value + 1, value + 2});
    bias.setDoubles(new double[] {-value, -value - 1});
    return best.offer(score, step);
  }

  @Test
  void theHighestScoreIsKeptAndTheFirstOfEquals() {
    assertThat(offer(10, 0.25, 20)).isTrue();
    assertThat(offer(20, 0.5, 40)).isTrue();
    assertThat(offer(30, 0.5, 60)).isFalse();
    assertThat(offer(40, 0.1, 80)).isFalse();
    assertThat(offer(50, Double.NaN, 100)).isFalse();
    assertThat(best.score()).isEqualTo(0.5);
    assertThat(best.step()).isEqualTo(40);
    assertThat(weight.get(0)).as("live weights are left alone").isEqualTo(50);
    best.restore();
    assertThat(weight.toDoubles()).containsExactly(20, 21, 22);
    assertThat(bias.toDoubles()).containsExactly(-20, -21);
  }

  @Test
  void aScoreOfNothingIsBetterThanNone() {
    assertThat(offer(10, 0, 20)).isTrue();
    assertThat(best.step()).isEqualTo(20);
  }

  @Test
  void goesOnFromAState() {
    best.resume(0.5, 40);
    best.copies().get("weight").setDoubles(new double[] {1, 2, 3});
    assertThat(offer(10, 0.4, 60)).isFalse();
    best.restore();
    assertThat(weight.toDoubles()).containsExactly(1, 2, 3);
    assertThat(best.step()).isEqualTo(40);
    assertThat(offer(10, 0.6, 80)).isTrue();
  }
}

package dev.zener.benchmarks;

import dev.zener.device.Tensor;
import dev.zener.op.WeightedSum;
import java.util.Arrays;
import java.util.List;

/** Times {@link WeightedSum} with MSD's loss: three fixed terms and eight weighted terms. */
public class WeightedSumBenchmark extends GradientState {

  private static final WeightedSum OP = new WeightedSum(List.of(1.0, 1e-3, 1e-3), 8, 0.1);

  @Override
  protected Problem forward(Batch b) {
    return new Problem(OP, 0, inputs());
  }

  @Override
  protected Problem backward(Batch b) {
    Tensor[] inputs = Arrays.copyOf(inputs(), 13);
    inputs[12] = scalar(1);
    return new Problem(new WeightedSum.Backward(OP), 0, inputs);
  }

  private Tensor[] inputs() {
    Tensor[] inputs = new Tensor[12];
    Arrays.setAll(inputs, i -> i == 3 ? normal(8) : scalar(1 + i));
    return inputs;
  }
}

package dev.zener.benchmarks;

import dev.zener.device.Tensor;
import dev.zener.op.AdamW;

/** Times {@link AdamW} for one feed-forward weight, [F,H]. */
public class AdamWBenchmark extends OpState {

  @Override
  protected Problem forward(Batch b) {
    Tensor v = normal(b.feedForward(), b.hidden());
    for (int i = 0; i < v.size(); i++) {
      v.set(i, v.get(i) * v.get(i));
    }
    Tensor scalars = normal(3);
    scalars.setDoubles(new double[] {1e-3, 0.5, 0.01});
    return new Problem(
        new AdamW(0.9, 0.999, 1e-8, 0.01, 1, 1),
        0,
        normal(b.feedForward(), b.hidden()),
        normal(b.feedForward(), b.hidden()),
        normal(b.feedForward(), b.hidden()),
        v,
        scalar(3),
        scalars);
  }
}

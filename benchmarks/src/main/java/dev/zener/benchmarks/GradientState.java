package dev.zener.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;

/** Times an op and its gradient. */
public abstract class GradientState extends OpState {
  /** The gradient op. */
  protected abstract Problem backward(Batch batch);

  @Override
  protected Problem problem(String method, Batch batch) {
    return method.equals("backward") ? backward(batch) : forward(batch);
  }

  @Benchmark
  public void backward(Rate rate) {
    time(rate);
  }
}

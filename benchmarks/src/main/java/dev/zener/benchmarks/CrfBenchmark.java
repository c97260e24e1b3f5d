package dev.zener.benchmarks;

import dev.zener.device.Tensor;
import dev.zener.op.Crf;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;

/** Times {@link Crf}, its gradient, probabilities and best labels; a piece counts as a word. */
public class CrfBenchmark extends GradientState {

  @Override
  protected Problem forward(Batch b) {
    return new Problem(new Crf(), 0, labelled(b));
  }

  @Override
  protected Problem backward(Batch b) {
    Tensor[] labelled = labelled(b);
    Tensor[] inputs = Arrays.copyOf(labelled, labelled.length + 1);
    inputs[labelled.length] = scalar(1);
    return new Problem(new Crf.Backward(), 0, inputs);
  }

  @Override
  protected Problem problem(String method, Batch b) {
    return switch (method) {
      case "marginals" -> new Problem(new Crf.Marginals(), 0, scores(b));
      case "viterbi" -> new Problem(new Crf.Viterbi(), 0, scores(b));
      default -> super.problem(method, b);
    };
  }

  private Tensor[] labelled(Batch b) {
    Tensor[] scores = scores(b);
    Tensor[] inputs = Arrays.copyOf(scores, scores.length + 1);
    inputs[scores.length] = below(b.labels(), b.pieces());
    return inputs;
  }

  private Tensor[] scores(Batch b) {
    int labels = b.labels();
    return new Tensor[] {
      normal(b.pieces(), labels),
      normal(labels, labels),
      normal(labels),
      normal(labels),
      ints(b.offsets())
    };
  }

  @Benchmark
  public void marginals(Rate rate) {
    time(rate);
  }

  @Benchmark
  public void viterbi(Rate rate) {
    time(rate);
  }
}

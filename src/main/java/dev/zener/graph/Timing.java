package dev.zener.graph;

import dev.zener.graph.Program.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The time spent in each step of a program since it was compiled or last {@link #reset}. */
public final class Timing {
  /**
   * The time of one step.
   *
   * @param op the name of the op, as in {@link Program#opNames}
   * @param inputs the names of the variables that it reads
   * @param outputs the names of the variables that it writes, without those that are never read
   * @param nanos the total time in nanoseconds
   * @param calls the number of runs
   * @param flops the floating-point operations of its matrix products in all runs, see {@link
   *     dev.zener.op.Op#flops}
   */
  public record StepTime(
      String op, List<String> inputs, List<String> outputs, long nanos, long calls, double flops) {}

  private final List<Step> steps;
  private final long[] nanos;
  private final long[] calls;
  private final double[] flops;
  private long runNanos;

  Timing(List<Step> steps) {
    this.steps = steps;
    nanos = new long[steps.size()];
    calls = new long[steps.size()];
    flops = new double[steps.size()];
  }

  void step(int step, long took, double work) {
    nanos[step] += took;
    calls[step]++;
    flops[step] += work;
  }

  /** Adds time to a step whose call has already been counted. */
  void took(int step, long more) {
    nanos[step] += more;
  }

  void run(long took) {
    runNanos += took;
  }

  /** The times of the steps in the order in which they run. */
  public List<StepTime> steps() {
    List<StepTime> times = new ArrayList<>();
    for (int s = 0; s < nanos.length; s++) {
      Step step = steps.get(s);
      times.add(
          new StepTime(
              step.name(),
              names(step.inputs()),
              names(step.outputs()),
              nanos[s],
              calls[s],
              flops[s]));
    }
    return times;
  }

  private static List<String> names(Program.Value[] values) {
    return Stream.of(values).filter(Objects::nonNull).map(v -> v.name).toList();
  }

  /** The total time of {@link Program#run} in nanoseconds; it includes the placement of tensors. */
  public long runNanos() {
    return runNanos;
  }

  /** Sets all counts to zero. */
  public void reset() {
    Arrays.fill(nanos, 0);
    Arrays.fill(calls, 0);
    Arrays.fill(flops, 0);
    runNanos = 0;
  }
}

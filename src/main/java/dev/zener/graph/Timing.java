package dev.zener.graph;

import dev.zener.graph.Program.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What a program's runs spent, step by step, since it was compiled or last {@link #reset}. */
public final class Timing {
  /**
   * One step of the list.
   *
   * @param op its name, as in {@link Program#opNames}
   * @param inputs names of the variables that it reads
   * @param outputs names of those that it writes; what nobody reads is left out
   * @param calls how often it ran
   * @param flops floating-point operations of its matrix products in all calls, see {@link
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

  /** Time of a step that was counted before. */
  void took(int step, long more) {
    nanos[step] += more;
  }

  void run(long took) {
    runNanos += took;
  }

  /** The steps in the order in which they run. */
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

  /** All of {@link Program#run}: more than its steps by the placing of tensors. */
  public long runNanos() {
    return runNanos;
  }

  /** Starts anew from zero. */
  public void reset() {
    Arrays.fill(nanos, 0);
    Arrays.fill(calls, 0);
    Arrays.fill(flops, 0);
    runNanos = 0;
  }
}

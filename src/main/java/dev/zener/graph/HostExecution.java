package dev.zener.graph;

import dev.zener.device.Arena;
import dev.zener.device.Memory;
import dev.zener.device.OpenMp;
import dev.zener.device.Tensor;
import dev.zener.graph.Program.Step;
import dev.zener.graph.Program.Value;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs steps on the host, where inputs, results and bound tensors already are. */
final class HostExecution implements Execution {
  /**
   * An estimate of the kernels' scratch memory, measured at full size: the arena divided by this.
   */
  private static final int SCRATCH = 4;

  private final List<Value> values;
  private final List<Step> steps;
  private final List<Value> outputs;
  private final Timing timing;
  private final Arena arena = new Arena(Memory.HOST);
  private final Map<String, Placement> placements = new Recent<>(p -> {});

  HostExecution(List<Value> values, List<Step> steps, List<Value> outputs, Timing timing) {
    this.values = values;
    this.steps = steps;
    this.outputs = outputs;
    this.timing = timing;
  }

  @Override
  public Map<String, Tensor> run(Tensor[] inputs) {
    Tensor[] tensors = known(inputs);
    Placement placement = placement(inputs, tensors);
    arena.reserve(placement.bytes());
    placement.fill(tensors, values, arena);
    runSteps(tensors);
    Map<String, Tensor> results = new LinkedHashMap<>();
    outputs.forEach(o -> results.put(o.name, tensors[o.index]));
    return results;
  }

  private Tensor[] known(Tensor[] inputs) {
    Tensor[] tensors = inputs.clone();
    for (Value v : values) {
      if (v.bound != null) {
        tensors[v.index] = v.bound;
      }
    }
    return tensors;
  }

  private Placement placement(Tensor[] inputs, Tensor[] tensors) {
    return placements.computeIfAbsent(
        key(inputs), k -> Placement.onHost(values, steps, Program.shapes(tensors)));
  }

  @Override
  public long growth(Tensor[] inputs) {
    Tensor[] tensors = known(inputs);
    Placement placement = placement(inputs, tensors);
    placement.describe(tensors, values);
    long kept = 0;
    for (Step step : steps) {
      kept += step.kernel().growth(step.in(tensors), step.out(tensors));
    }
    long growth = arena.growth(placement.bytes());
    return growth + growth / SCRATCH + kept;
  }

  private String key(Tensor[] inputs) {
    StringBuilder key = new StringBuilder();
    for (Value v : values) {
      if (v.placeholder) {
        key.append(Arrays.toString(inputs[v.index].shape()));
      }
    }
    return key.toString();
  }

  private void runSteps(Tensor[] tensors) {
    int openMpThreads = OpenMp.single();
    try {
      long start = System.nanoTime();
      for (int s = 0; s < steps.size(); s++) {
        Step step = steps.get(s);
        Tensor[] in = step.in(tensors);
        Tensor[] out = step.out(tensors);
        step.kernel().prepare(in, out);
        step.kernel().run(in, out);
        long end = System.nanoTime();
        timing.step(s, end - start, step.work().flops(in, out));
        start = end;
      }
    } finally {
      OpenMp.set(openMpThreads); // restores the setting of the caller's thread
    }
  }

  @Override
  public long arenaBytes() {
    return arena.bytes();
  }

  @Override
  public void close() {
    arena.close();
  }
}

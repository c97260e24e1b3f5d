package dev.zener.graph;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.Memory;
import dev.zener.device.Tensor;
import dev.zener.op.backend.Kernel;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A compiled graph: a list of steps whose intermediate tensors share one arena. The shapes of the
 * inputs may differ in every run; the placement of buffers is cached for recent shapes. Inputs,
 * results and bound tensors are host tensors even if the steps run on a device. Not thread-safe.
 */
public final class Program implements AutoCloseable {
  private final List<Value> values;
  private final List<Step> steps;
  private final List<Block> constants;
  private final Timing timing;
  private final Execution execution;
  private boolean closed;

  Program(
      List<Value> values,
      List<Step> steps,
      List<Value> outputs,
      List<Block> constants,
      Map<String, Filling> fillings,
      Memory memory) {
    this.values = values;
    this.steps = steps;
    this.constants = constants;
    timing = new Timing(steps);
    execution =
        memory.isHost()
            ? new HostExecution(values, steps, outputs, timing)
            : new DeviceExecution(values, steps, outputs, fillings, memory, timing);
  }

  /**
   * Runs all steps.
   *
   * @param inputs a tensor for every placeholder that is read; others are ignored
   * @return the wanted outputs, valid until the next run
   * @throws IllegalArgumentException if an input is missing, or shapes do not fit together
   */
  public Map<String, Tensor> run(Map<String, Tensor> inputs) {
    if (closed) {
      throw new IllegalStateException("the program is closed");
    }
    long start = System.nanoTime();
    Map<String, Tensor> results = execution.run(ordered(inputs));
    timing.run(System.nanoTime() - start);
    return results;
  }

  private Tensor[] ordered(Map<String, Tensor> inputs) {
    Tensor[] tensors = new Tensor[values.size()];
    for (Value v : values) {
      tensors[v.index] = v.placeholder ? input(v, inputs) : null;
    }
    return tensors;
  }

  /** The bytes of host memory that a run with these inputs would allocate in addition. */
  public long growth(Map<String, Tensor> inputs) {
    return execution.growth(ordered(inputs));
  }

  /** The time spent in runs; later runs are added to it. */
  public Timing timing() {
    return timing;
  }

  /** The number of steps. */
  public int size() {
    return steps.size();
  }

  /** The current size of the arena in bytes. */
  public long arenaBytes() {
    return execution.arenaBytes();
  }

  /** The names of the steps' ops in order, for tests and reports. */
  public List<String> opNames() {
    return steps.stream().map(Step::name).toList();
  }

  private static Tensor input(Value v, Map<String, Tensor> inputs) {
    Tensor given = inputs.get(v.name);
    if (given == null) {
      throw new IllegalArgumentException(
          "input " + v.name + " is missing; given: " + inputs.keySet());
    }
    if (given.type() != v.type) {
      throw new IllegalArgumentException(
          "input " + v.name + " is " + given + "; allowed: " + v.type);
    }
    return given;
  }

  /** For each index, the shape of the first tensor that is not null; null if there is none. */
  static long[][] shapes(Tensor[]... tensors) {
    long[][] shapes = new long[tensors[0].length][];
    for (int i = 0; i < shapes.length; i++) {
      for (Tensor[] some : tensors) {
        shapes[i] = shapes[i] != null || some[i] == null ? shapes[i] : some[i].shape();
      }
    }
    return shapes;
  }

  @Override
  public void close() {
    closed = true;
    steps.forEach(Step::close);
    execution.close();
    constants.forEach(Block::close);
  }

  /** A tensor of the graph. */
  static final class Value {
    final int index;
    final String name;
    final ElementType type;
    final Tensor bound;
    final boolean placeholder;

    /**
     * Whether the optimiser reads it. It then has the same shape in all batches and, on a device,
     * the same position.
     */
    boolean fixed;

    /** The index of the step that reads it last; {@link Integer#MAX_VALUE} for an output. */
    int lastUse = -1;

    Value(int index, String name, ElementType type, Tensor bound, boolean placeholder) {
      this.index = index;
      this.name = name;
      this.type = type;
      this.bound = bound;
      this.placeholder = placeholder;
    }

    boolean computed() {
      return bound == null && !placeholder;
    }
  }

  /** Infers output shapes from input shapes. */
  @FunctionalInterface
  interface ShapeRule {
    long[][] outputs(long[][] inputs);
  }

  /** Counts the useful work of a run. */
  @FunctionalInterface
  interface Work {
    /** Work without matrix products. */
    Work NONE = (in, out) -> 0;

    double flops(Tensor[] in, Tensor[] out);
  }

  /** One kernel with its operands; an output that is never read is null. */
  record Step(
      String name, ShapeRule rule, Work work, Kernel kernel, Value[] inputs, Value[] outputs) {
    /** The inputs of the step, given all tensors. */
    Tensor[] in(Tensor[] tensors) {
      return Arrays.stream(inputs).map(v -> tensors[v.index]).toArray(Tensor[]::new);
    }

    /** The outputs of the step, given all tensors. */
    Tensor[] out(Tensor[] tensors) {
      return Arrays.stream(outputs)
          .map(v -> v == null ? null : tensors[v.index])
          .toArray(Tensor[]::new);
    }

    void inferShapes(long[][] shapes) {
      long[][] in = new long[inputs.length][];
      for (int i = 0; i < in.length; i++) {
        in[i] = shapes[inputs[i].index];
      }
      long[][] out = rule.outputs(in);
      for (int i = 0; i < outputs.length; i++) {
        if (outputs[i] != null) {
          shapes[outputs[i].index] = out[i];
        }
      }
    }

    void close() {
      kernel.close();
    }
  }
}

package dev.zener.graph;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.Memory;
import dev.zener.device.OpenMp;
import dev.zener.device.Tensor;
import dev.zener.op.Kernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A compiled graph: a list of steps whose intermediate tensors share one arena. Inputs of other
 * shapes every run are expected; the placement of buffers is remembered for the shapes last seen.
 * Inputs, results and bound tensors are the host's wherever the steps run. Not thread-safe.
 */
public final class Program implements AutoCloseable {
  private static final int REMEMBERED = 64;

  private final List<Value> values;
  private final List<Step> steps;
  private final List<Value> outputs;
  private final List<Block> constants;
  private final Timing timing;
  private boolean closed;
  private final Arena arena;
  private final Residence residence;

  /** The bound tensors that steps change. */
  private final List<Tensor> written;

  private final Map<String, Placement> placements =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Placement> eldest) {
          return size() > REMEMBERED;
        }
      };

  Program(
      List<Value> values,
      List<Step> steps,
      List<Value> outputs,
      List<Block> constants,
      Memory memory) {
    this.values = values;
    this.steps = steps;
    this.outputs = outputs;
    this.constants = constants;
    this.timing = new Timing(steps);
    arena = new Arena(memory);
    residence = memory.isHost() ? new Residence.Host() : new Residence.Device(memory);
    written =
        steps.stream()
            .flatMap(step -> Stream.of(step.outputs))
            .filter(v -> v != null && v.bound != null)
            .map(v -> v.bound)
            .toList();
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
    Tensor[] tensors = new Tensor[values.size()];
    for (Value v : values) {
      tensors[v.index] =
          v.bound != null
              ? residence.bound(v.bound)
              : v.placeholder ? residence.input(v.name, input(v, inputs)) : null;
    }
    Placement placement = placements.computeIfAbsent(key(tensors), k -> place(tensors));
    arena.reserve(placement.bytes());
    placement.fill(tensors, values, arena);
    runSteps(tensors);
    Map<String, Tensor> results = new LinkedHashMap<>();
    outputs.forEach(o -> results.put(o.name, residence.output(o.name, tensors[o.index])));
    written.forEach(residence::written);
    timing.run(System.nanoTime() - start);
    return results;
  }

  private void runSteps(Tensor[] tensors) {
    int openMpThreads = OpenMp.single();
    try {
      long start = System.nanoTime();
      for (int s = 0; s < steps.size(); s++) {
        double flops = steps.get(s).run(tensors);
        long end = System.nanoTime();
        timing.step(s, end - start, flops);
        start = end;
      }
    } finally {
      OpenMp.set(openMpThreads); // the caller's thread is as it was
    }
  }

  /** What the runs spent; it goes on counting. */
  public Timing timing() {
    return timing;
  }

  /** How many steps a run takes. */
  public int size() {
    return steps.size();
  }

  /** Bytes of the arena as it is now. */
  public long arenaBytes() {
    return arena.bytes();
  }

  /** The names of the ops in order, for tests and reports. */
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

  private String key(Tensor[] tensors) {
    StringBuilder key = new StringBuilder();
    for (Value v : values) {
      if (v.placeholder) {
        key.append(Arrays.toString(tensors[v.index].shape()));
      }
    }
    return key.toString();
  }

  private Placement place(Tensor[] inputs) {
    long[][] shapes = new long[values.size()][];
    for (int i = 0; i < inputs.length; i++) {
      shapes[i] = inputs[i] == null ? null : inputs[i].shape();
    }
    Placement.Builder builder = new Placement.Builder(values.size());
    for (int s = 0; s < steps.size(); s++) {
      Step step = steps.get(s);
      step.inferShapes(shapes);
      for (Value out : step.outputs) {
        if (out != null && out.bound == null) {
          builder.allocate(out, shapes[out.index]);
        }
      }
      for (Value v : ending(s)) {
        builder.release(v);
      }
    }
    return builder.build(shapes);
  }

  private List<Value> ending(int step) {
    List<Value> ending = new ArrayList<>();
    for (Value v : values) {
      if (v.lastUse == step && v.computed()) {
        ending.add(v);
      }
    }
    return ending;
  }

  @Override
  public void close() {
    closed = true;
    steps.forEach(Step::close);
    residence.close();
    constants.forEach(Block::close);
    arena.close();
  }

  /** A tensor of the graph. */
  static final class Value {
    final int index;
    final String name;
    final ElementType type;
    final Tensor bound;
    final boolean placeholder;

    /** The step that reads it last; {@link Integer#MAX_VALUE} for an output. */
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

  /** Counts a run's useful work. */
  @FunctionalInterface
  interface Work {
    /** What moves numbers without multiplying matrices. */
    Work NONE = (in, out) -> 0;

    double flops(Tensor[] in, Tensor[] out);
  }

  /** One kernel with its operands; an output that nobody reads is null. */
  record Step(
      String name, ShapeRule rule, Work work, Kernel kernel, Value[] inputs, Value[] outputs) {
    /** Runs. → floating-point operations of its matrix products */
    double run(Tensor[] tensors) {
      Tensor[] in = new Tensor[inputs.length];
      for (int i = 0; i < in.length; i++) {
        in[i] = tensors[inputs[i].index];
      }
      Tensor[] out = new Tensor[outputs.length];
      for (int i = 0; i < out.length; i++) {
        out[i] = outputs[i] == null ? null : tensors[outputs[i].index];
      }
      kernel.run(in, out);
      return work.flops(in, out);
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

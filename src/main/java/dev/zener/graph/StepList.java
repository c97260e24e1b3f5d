package dev.zener.graph;

import dev.zener.device.ElementType;
import dev.zener.graph.Program.ShapeRule;
import dev.zener.graph.Program.Step;
import dev.zener.graph.Program.Value;
import dev.zener.graph.Program.Work;
import dev.zener.op.Op;
import dev.zener.op.backend.Backend;
import dev.zener.op.backend.Kernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The steps of a program during compilation. A step may still be changed after it was added, to
 * include the work of a later step.
 */
final class StepList {
  private final Backend backend;
  private final List<Step> steps = new ArrayList<>();

  /** The index of the step that computes each value. */
  private final Map<Value, Integer> makers = new HashMap<>();

  /** Zener's op of each step that has one, by index. */
  private final Map<Integer, Op> ops = new HashMap<>();

  StepList(Backend backend) {
    this.backend = backend;
  }

  List<Step> steps() {
    return steps;
  }

  /** Adds the step of one of Zener's ops. */
  void add(Op op, ElementType type, Value[] inputs, Value[] outputs) {
    ops.put(steps.size(), op);
    Kernel kernel = backend.kernel(op, type);
    add(op.opName(), op::outputShapes, op::flops, kernel, inputs, outputs);
  }

  void add(String name, ShapeRule rule, Work work, Kernel kernel, Value[] inputs, Value[] outputs) {
    for (Value v : inputs) {
      v.lastUse = steps.size();
    }
    made(outputs, steps.size());
    steps.add(new Step(name, rule, work, kernel, inputs, outputs));
  }

  private void made(Value[] outputs, int at) {
    for (Value v : outputs) {
      if (v != null) {
        makers.put(v, at);
      }
    }
  }

  /** Lets the step that computes {@code v} also output the cast value, if its op can. */
  boolean rounds(Value v, Value cast) {
    Integer at = makers.get(v);
    Optional<Op> rounding =
        Optional.ofNullable(at == null ? null : ops.get(at))
            .flatMap(op -> op.rounding(Arrays.asList(steps.get(at).outputs()).indexOf(v)));
    if (rounding.isEmpty()) {
      return false;
    }
    Step step = steps.get(at);
    Value[] outputs = Arrays.copyOf(step.outputs(), step.outputs().length + 1);
    outputs[outputs.length - 1] = cast;
    replace(at, rounding.get(), step.inputs(), outputs);
    return true;
  }

  /**
   * Lets the step that computes {@code part} add {@code other} to it, if its op can and {@code
   * other} is computed earlier. No other step may read {@code part}.
   */
  boolean joins(Value part, Value other, Value sum) {
    Integer at = makers.get(part);
    if (at == null || makers.getOrDefault(other, -1) >= at) {
      return false;
    }
    Step step = steps.get(at);
    int i = Arrays.asList(step.outputs()).indexOf(part);
    Optional<Op> adding = Optional.ofNullable(ops.get(at)).flatMap(op -> op.adding(i));
    if (adding.isEmpty() || part.type != sum.type) {
      return false;
    }
    Value[] inputs = Arrays.copyOf(step.inputs(), step.inputs().length + 1);
    inputs[inputs.length - 1] = other;
    other.lastUse = Math.max(other.lastUse, at);
    Value[] outputs = step.outputs().clone();
    outputs[i] = sum;
    replace(at, adding.get(), inputs, outputs);
    makers.remove(part);
    return true;
  }

  /** Replaces the op, inputs and outputs of a step. */
  private void replace(int at, Op op, Value[] inputs, Value[] outputs) {
    Step step = steps.get(at);
    step.close();
    Kernel kernel = backend.kernel(op, elementType(inputs));
    steps.set(at, new Step(step.name(), op::outputShapes, op::flops, kernel, inputs, outputs));
    ops.put(at, op);
    made(outputs, at);
  }

  /** The floating-point type of an op's tensors, other than the operands of its products. */
  static ElementType elementType(Value[] inputs) {
    return Arrays.stream(inputs)
        .map(v -> v.type)
        .filter(ElementType::floating)
        .findFirst()
        .map(t -> t == ElementType.BFLOAT16 ? ElementType.FLOAT32 : t)
        .orElseThrow();
  }
}

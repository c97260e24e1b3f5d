package dev.zener.graph;

import dev.zener.device.ElementType;
import dev.zener.graph.Program.ShapeRule;
import dev.zener.graph.Program.Step;
import dev.zener.graph.Program.Value;
import dev.zener.graph.Program.Work;
import dev.zener.op.Backend;
import dev.zener.op.Kernel;
import dev.zener.op.Op;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The steps of a program that is being compiled. A step that was added may still be changed, to do
 * the work of one that would follow it.
 */
final class StepList {
  private final Backend backend;
  private final List<Step> steps = new ArrayList<>();

  /** The step that makes a value, and the own op of a step that has one, by place. */
  private final Map<Value, Integer> makers = new HashMap<>();

  private final Map<Integer, Op> ops = new HashMap<>();

  StepList(Backend backend) {
    this.backend = backend;
  }

  List<Step> steps() {
    return steps;
  }

  /** Adds an own op's. */
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

  /** Lets the step that makes {@code v} give the cast value as well, if its op can. */
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
   * Lets the step that makes {@code part}, which nobody else reads, add {@code other} by itself, if
   * its op can and {@code other} is there in time.
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

  /** Puts an op in the place of a step's own. */
  private void replace(int at, Op op, Value[] inputs, Value[] outputs) {
    Step step = steps.get(at);
    step.close();
    Kernel kernel = backend.kernel(op, elementType(inputs));
    steps.set(at, new Step(step.name(), op::outputShapes, op::flops, kernel, inputs, outputs));
    ops.put(at, op);
    made(outputs, at);
  }

  /** The floating-point type that an op's tensors have, but for its products' operands. */
  static ElementType elementType(Value[] inputs) {
    return Arrays.stream(inputs)
        .map(v -> v.type)
        .filter(ElementType::floating)
        .findFirst()
        .map(t -> t == ElementType.BFLOAT16 ? ElementType.FLOAT32 : t)
        .orElseThrow();
  }
}

package dev.zener.graph;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.graph.Program.Step;
import dev.zener.graph.Program.Value;
import dev.zener.graph.Program.Work;
import dev.zener.op.Backend;
import dev.zener.op.ElementTypes;
import dev.zener.op.Kernel;
import dev.zener.op.Op;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Turns a SameDiff graph into a {@link Program}: takes what the wanted outputs need in SameDiff's
 * topological order, binds a kernel to each op, and lets ops follow that SameDiff knows nothing of
 * (the optimiser's).
 *
 * <p>Of ND4J's own ops it knows those that SameDiff itself adds to gradients: {@code add} where a
 * variable is used twice, {@code cast} and {@code identity} of the seed of ones. Any other is an
 * error that names it.
 */
public final class Compiler {
  private final SameDiff graph;
  private final Backend backend;
  private final Map<String, Tensor> bound;
  private final Map<String, Value> values = new LinkedHashMap<>();
  private final List<Step> steps = new ArrayList<>();
  private final List<Tail> tails = new ArrayList<>();
  private final List<Block> constants = new ArrayList<>();

  /**
   * Starts.
   *
   * @param bound the memory of the graph's variables, and of tensors that only tails use, by name
   */
  public Compiler(SameDiff graph, Backend backend, Map<String, Tensor> bound) {
    this.graph = graph;
    this.backend = backend;
    this.bound = bound;
  }

  private record Tail(Op op, List<String> inputs, List<String> outputs) {}

  /**
   * Lets an op run after the graph.
   *
   * @param inputs names of variables, placeholders, gradients, bound tensors or former tails'
   *     outputs
   * @param outputs names; bound ones are overwritten in place, others are new
   */
  public Compiler then(Op op, List<String> inputs, List<String> outputs) {
    tails.add(new Tail(op, inputs, outputs));
    return this;
  }

  /**
   * Compiles.
   *
   * @param wanted names of the results of a run
   * @param placeholders element types of the placeholders that only tails read
   */
  public Program compile(Collection<String> wanted, Map<String, ElementType> placeholders) {
    placeholders.forEach(
        (name, type) -> values.put(name, new Value(values.size(), name, type, null, true)));
    Set<String> needed = new HashSet<>(wanted);
    tails.forEach(t -> needed.addAll(t.inputs()));
    for (SameDiffOp op : live(needed)) {
      step(op, needed);
    }
    tails.forEach(t -> tail(t, needed));
    List<Value> outputs = new ArrayList<>();
    for (String name : wanted) {
      Value v = value(name);
      v.lastUse = Integer.MAX_VALUE;
      outputs.add(v);
    }
    return new Program(new ArrayList<>(values.values()), steps, outputs, constants);
  }

  /** The ops that something needed depends on, in order; adds their inputs to {@code needed}. */
  private List<SameDiffOp> live(Set<String> needed) {
    List<SameDiffOp> all = new ArrayList<>(graph.getOps().values());
    List<SameDiffOp> live = new ArrayList<>();
    for (int i = all.size() - 1; i >= 0; i--) {
      SameDiffOp op = all.get(i);
      if (op.getOutputsOfOp().stream().anyMatch(needed::contains)) {
        needed.addAll(op.getInputsToOp());
        live.add(0, op);
      }
    }
    return live;
  }

  private void step(SameDiffOp op, Set<String> needed) {
    Value[] inputs = op.getInputsToOp().stream().map(this::value).toArray(Value[]::new);
    List<String> names = op.getOutputsOfOp();
    ElementType type = elementType(inputs);
    Value[] outputs = new Value[names.size()];
    for (int i = 0; i < outputs.length; i++) {
      if (needed.contains(names.get(i))) {
        outputs[i] = computed(names.get(i), type);
      }
    }
    DifferentialFunction function = op.getOp();
    if (function instanceof Op own) {
      add(own.opName(), own::outputShapes, own::flops, backend.kernel(own, type), inputs, outputs);
    } else {
      stock(op, function.opName(), type, inputs, outputs);
    }
  }

  private void stock(
      SameDiffOp op, String name, ElementType type, Value[] inputs, Value[] outputs) {
    switch (name) {
      case "add" ->
          add(name, in -> new long[][] {in[0]}, Work.NONE, sum(type, op), inputs, outputs);
      case "cast", "identity" -> add(name, in -> in, Work.NONE, Compiler::copy, inputs, outputs);
      default ->
          throw new IllegalArgumentException(
              "op '"
                  + name
                  + "' ("
                  + op.getName()
                  + ") cannot be compiled; allowed: own ops, add, cast, identity");
    }
  }

  private Kernel sum(ElementType type, SameDiffOp op) {
    Kernel sum = backend.sum(type);
    return (in, out) -> {
      if (!Arrays.equals(in[0].shape(), in[1].shape())) {
        throw new IllegalArgumentException(
            op.getName() + " adds " + in[0] + " and " + in[1] + "; allowed: equal shapes");
      }
      sum.run(in, out);
    };
  }

  private static void copy(Tensor[] in, Tensor[] out) {
    for (int e = 0; e < in[0].size(); e++) {
      out[0].set(e, in[0].get(e));
    }
  }

  private void tail(Tail tail, Set<String> needed) {
    Value[] inputs = tail.inputs().stream().map(this::value).toArray(Value[]::new);
    ElementType type = elementType(inputs);
    Value[] outputs =
        tail.outputs().stream()
            .map(o -> bound.containsKey(o) ? value(o) : computed(o, type))
            .toArray(Value[]::new);
    Op op = tail.op();
    add(op.opName(), op::outputShapes, op::flops, backend.kernel(op, type), inputs, outputs);
  }

  private void add(
      String name,
      Program.ShapeRule rule,
      Work work,
      Kernel kernel,
      Value[] inputs,
      Value[] outputs) {
    for (Value v : inputs) {
      v.lastUse = steps.size();
    }
    steps.add(new Step(name, rule, work, kernel, inputs, outputs));
  }

  private Value computed(String name, ElementType type) {
    Value v = new Value(values.size(), name, type, null, false);
    values.put(name, v);
    return v;
  }

  private static ElementType elementType(Value[] inputs) {
    return Arrays.stream(inputs)
        .map(v -> v.type)
        .filter(ElementType::floating)
        .findFirst()
        .orElseThrow();
  }

  private Value value(String name) {
    Value known = values.get(name);
    return known != null ? known : leaf(name);
  }

  private Value leaf(String name) {
    Tensor memory = bound.get(name);
    if (memory != null) {
      return put(new Value(values.size(), name, memory.type(), memory, false));
    }
    SDVariable variable = graph.getVariable(name);
    if (variable == null) {
      throw new IllegalArgumentException("no variable, gradient or memory named " + name);
    }
    ElementType type = ElementTypes.of(variable.dataType());
    if (variable.getVariableType() == VariableType.PLACEHOLDER) {
      return put(new Value(values.size(), name, type, null, true));
    }
    return put(new Value(values.size(), name, type, constant(variable, type), false));
  }

  private Value put(Value v) {
    values.put(v.name, v);
    return v;
  }

  /** SameDiff's own small constants, such as the seed of ones. */
  private Tensor constant(SDVariable variable, ElementType type) {
    INDArray array = variable.getArr();
    if (array == null || array.length() > 1 || !type.floating()) {
      throw new IllegalArgumentException(
          variable.name() + " has no memory: bind a tensor to it before compiling");
    }
    Block block = Block.allocate(type.bytes());
    constants.add(block);
    Tensor tensor = block.tensor(0, type, array.shape());
    tensor.set(0, array.getDouble(0));
    return tensor;
  }
}

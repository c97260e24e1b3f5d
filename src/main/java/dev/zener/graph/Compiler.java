package dev.zener.graph;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.graph.Program.Value;
import dev.zener.graph.Program.Work;
import dev.zener.op.ElementTypes;
import dev.zener.op.Op;
import dev.zener.op.backend.Backend;
import dev.zener.op.backend.Kernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Compiles a SameDiff graph to a {@link Program}: selects the ops that the wanted outputs need, in
 * SameDiff's topological order, binds a kernel to each, and appends ops that are not part of the
 * SameDiff graph (those of the optimiser, called tails).
 *
 * <p>Of ND4J's ops it supports only {@code add}, which {@link Gradients} adds if a variable is used
 * twice. Any other ND4J op is an error that names it.
 *
 * <p>If the backend multiplies operands of a smaller type than float32 (the type of the graph),
 * each operand of a product is cast to that type once, and values that only products read are not
 * stored in float32.
 */
public final class Compiler {
  private final SameDiff graph;
  private final Backend backend;
  private final Map<String, Tensor> bound;
  private final Map<String, Value> values = new LinkedHashMap<>();
  private final StepList steps;
  private final List<Tail> tails = new ArrayList<>();
  private final List<Block> constants = new ArrayList<>();
  private final Map<Value, Value> casts = new HashMap<>();
  private Map<String, List<Boolean>> readers = Map.of();
  private Map<String, Filling> fillings = Map.of();

  /**
   * Prepares a compilation.
   *
   * @param bound the tensors of the graph's variables, and of tensors that only tails use, by name
   */
  public Compiler(SameDiff graph, Backend backend, Map<String, Tensor> bound) {
    this.graph = graph;
    this.backend = backend;
    this.bound = bound;
    steps = new StepList(backend);
  }

  /**
   * Allows a device to pad inputs. On the host, inputs are never padded.
   *
   * @param byName how to pad each placeholder whose first dimension may become longer
   */
  public Compiler filling(Map<String, Filling> byName) {
    fillings = Map.copyOf(byName);
    return this;
  }

  private record Tail(Op op, List<String> inputs, List<String> outputs) {}

  /**
   * Appends an op (a tail) that runs after the graph.
   *
   * @param inputs names of variables, placeholders, gradients, bound tensors or outputs of earlier
   *     tails
   * @param outputs names of the outputs; bound tensors are overwritten in place, other names are
   *     new
   */
  public Compiler then(Op op, List<String> inputs, List<String> outputs) {
    tails.add(new Tail(op, inputs, outputs));
    return this;
  }

  /**
   * Compiles the graph and the tails.
   *
   * @param wanted names of the results of a run
   * @param placeholders the element types of the placeholders that only tails read, by name
   */
  public Program compile(Collection<String> wanted, Map<String, ElementType> placeholders) {
    placeholders.forEach(
        (name, type) -> values.put(name, new Value(values.size(), name, type, null, true)));
    Set<String> needed = new HashSet<>(wanted);
    tails.forEach(t -> needed.addAll(t.inputs()));
    List<SameDiffOp> live = live(needed);
    readers = readers(live, wanted);
    for (SameDiffOp op : live) {
      step(op, needed);
    }
    tails();
    List<Value> outputs = new ArrayList<>();
    for (String name : wanted) {
      Value v = value(name);
      v.lastUse = Integer.MAX_VALUE;
      outputs.add(v);
    }
    return new Program(
        new ArrayList<>(values.values()),
        steps.steps(),
        outputs,
        constants,
        fillings,
        backend.memory());
  }

  /** The ops that needed values depend on, in order. Adds their inputs to {@code needed}. */
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

  /** For each read of a tensor, by name, whether it is as the operand of a product. */
  private Map<String, List<Boolean>> readers(List<SameDiffOp> live, Collection<String> wanted) {
    Map<String, List<Boolean>> readers = new HashMap<>();
    for (SameDiffOp op : live) {
      List<Integer> operands = op.getOp() instanceof Op own ? own.operands() : List.of();
      List<String> inputs = op.getInputsToOp();
      for (int i = 0; i < inputs.size(); i++) {
        readers.computeIfAbsent(inputs.get(i), k -> new ArrayList<>()).add(operands.contains(i));
      }
    }
    List<String> others = new ArrayList<>(wanted);
    tails.forEach(t -> others.addAll(t.inputs()));
    others.forEach(name -> readers.computeIfAbsent(name, k -> new ArrayList<>()).add(false));
    return readers;
  }

  private void step(SameDiffOp op, Set<String> needed) {
    Value[] inputs = op.getInputsToOp().stream().map(this::value).toArray(Value[]::new);
    List<String> names = op.getOutputsOfOp();
    ElementType type = StepList.elementType(inputs);
    DifferentialFunction function = op.getOp();
    if (function instanceof Op own && own.sum().isPresent()) {
      Op.Sum sum = own.sum().get();
      Value whole = made(names.get(sum.output()), inputs[sum.first()].type);
      if (joins(inputs[sum.first()], inputs[sum.second()], whole)) {
        put(whole);
        inputs[sum.first()] = whole;
        inputs = without(Arrays.asList(inputs), sum.second()).toArray(Value[]::new);
        names = without(names, sum.output());
        function = sum.rest();
      }
    }
    ElementType products = type;
    if (type == ElementType.FLOAT32 && function instanceof Op own) {
      products = lower(own, inputs, names.stream().filter(needed::contains).toList(), names);
    }
    Value[] outputs = new Value[names.size()];
    for (int i = 0; i < outputs.length; i++) {
      if (needed.contains(names.get(i))) {
        outputs[i] = computed(names.get(i), outputType(function, i, type, products));
      }
    }
    if (function instanceof Op own) {
      steps.add(own, type, inputs, outputs);
    } else {
      stock(op, function.opName(), type, inputs, outputs);
    }
  }

  private static ElementType outputType(
      DifferentialFunction function, int i, ElementType type, ElementType products) {
    if (function instanceof Op own && own.integers().contains(i)) {
      return ElementType.INT32;
    }
    return function instanceof Op own && own.products().contains(i) ? products : type;
  }

  private static <T> List<T> without(List<T> all, int i) {
    List<T> rest = new ArrayList<>(all);
    rest.remove(i);
    return rest;
  }

  /**
   * Casts the operands of an op's products to the backend's type for products.
   *
   * @return the type of the op's outputs that are products
   */
  private ElementType lower(Op op, Value[] inputs, List<String> live, List<String> names) {
    for (int i : op.operands()) {
      if (i < inputs.length) {
        inputs[i] = operand(inputs[i]);
      }
    }
    boolean read =
        op.products().stream()
            .filter(i -> i < names.size() && live.contains(names.get(i)))
            .allMatch(i -> !readers.getOrDefault(names.get(i), List.of(false)).contains(false));
    return read ? backend.products() : ElementType.FLOAT32;
  }

  /** A value cast to the backend's type for products; the cast is computed once. */
  private Value operand(Value v) {
    ElementType type = backend.products();
    if (v.type == type) {
      return v;
    }
    Value known = casts.get(v);
    if (known == null) {
      known = computed(v.name + ":" + type, type);
      casts.put(v, known);
      if (steps.rounds(v, known)) {
        return known;
      }
      Kernel kernel = backend.cast(v.type, type);
      steps.add("cast", in -> in, Work.NONE, kernel, new Value[] {v}, new Value[] {known});
    }
    return known;
  }

  private void stock(
      SameDiffOp op, String name, ElementType type, Value[] inputs, Value[] outputs) {
    if (!name.equals("add")) {
      throw new IllegalArgumentException(
          "op '" + name + "' (" + op.getName() + ") cannot be compiled; allowed: own ops, add");
    }
    if (!joins(inputs[0], inputs[1], outputs[0]) && !joins(inputs[1], inputs[0], outputs[0])) {
      steps.add(name, in -> new long[][] {in[0]}, Work.NONE, sum(type, op), inputs, outputs);
    }
  }

  private boolean joins(Value part, Value other, Value sum) {
    return readers.get(part.name).size() == 1 && steps.joins(part, other, sum);
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

  /** Appends the tails. Consecutive tails of the same class become one step if the backend can. */
  private void tails() {
    for (int i = 0; i < tails.size(); ) {
      Class<?> kind = tails.get(i).op().getClass();
      int end = i + 1;
      while (end < tails.size() && tails.get(end).op().getClass() == kind) {
        end++;
      }
      List<Tail> group = tails.subList(i, end);
      if (group.size() == 1 || !together(group)) {
        group.forEach(this::tail);
      }
      i = end;
    }
  }

  private boolean together(List<Tail> group) {
    List<Value> inputs = new ArrayList<>();
    group.forEach(t -> inputs.addAll(List.of(inputs(t))));
    List<Op> ops = group.stream().map(Tail::op).toList();
    boolean float32 = StepList.elementType(inputs.toArray(Value[]::new)) == ElementType.FLOAT32;
    Optional<Kernel> kernel = float32 ? backend.together(ops) : Optional.empty();
    if (kernel.isEmpty()) {
      return false;
    }
    List<Value> outputs = new ArrayList<>();
    group.forEach(t -> outputs.addAll(List.of(outputs(t, ElementType.FLOAT32))));
    int each = inputs.size() / ops.size();
    steps.add(
        ops.get(0).opName(),
        in -> shapes(ops, in, each),
        Work.NONE,
        kernel.get(),
        inputs.toArray(Value[]::new),
        outputs.toArray(Value[]::new));
    return true;
  }

  /** The output shapes of several ops, each of which has {@code each} of the inputs. */
  private static long[][] shapes(List<Op> ops, long[][] in, int each) {
    List<long[]> shapes = new ArrayList<>();
    for (int i = 0; i < ops.size(); i++) {
      long[][] own = Arrays.copyOfRange(in, i * each, (i + 1) * each);
      shapes.addAll(List.of(ops.get(i).outputShapes(own)));
    }
    return shapes.toArray(long[][]::new);
  }

  private void tail(Tail tail) {
    Value[] inputs = inputs(tail);
    ElementType type = StepList.elementType(inputs);
    steps.add(tail.op(), type, inputs, outputs(tail, type));
  }

  private Value[] inputs(Tail tail) {
    Value[] inputs = tail.inputs().stream().map(this::value).toArray(Value[]::new);
    for (Value v : inputs) {
      v.fixed = true;
    }
    return inputs;
  }

  private Value[] outputs(Tail tail, ElementType type) {
    return tail.outputs().stream()
        .map(o -> bound.containsKey(o) ? value(o) : computed(o, type))
        .toArray(Value[]::new);
  }

  private Value computed(String name, ElementType type) {
    return put(made(name, type));
  }

  private Value made(String name, ElementType type) {
    return new Value(values.size(), name, type, null, false);
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

  /** A constant of SameDiff, such as the initial gradient of ones. */
  private Tensor constant(SDVariable variable, ElementType type) {
    INDArray array = variable.getArr();
    if (array == null || !variable.isConstant() || !type.floating()) {
      throw new IllegalArgumentException(
          variable.name() + " has no memory: bind a tensor to it before compiling");
    }
    Block block = Block.allocate(array.length() * type.bytes());
    constants.add(block);
    Tensor tensor = block.tensor(0, type, array.shape());
    tensor.setDoubles(array.dup('c').data().asDouble());
    return tensor;
  }
}

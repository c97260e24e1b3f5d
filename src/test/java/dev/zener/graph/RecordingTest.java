package dev.zener.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.Memory;
import dev.zener.device.Tensor;
import dev.zener.op.CrossEntropy;
import dev.zener.op.Linear;
import dev.zener.op.Op;
import dev.zener.op.Rows;
import dev.zener.op.backend.Backend;
import dev.zener.op.backend.Backends;
import dev.zener.op.backend.Kernel;
import dev.zener.optim.AdamWSettings;
import dev.zener.optim.Optimizer;
import dev.zener.testing.Close;
import dev.zener.testing.Tanh;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The steps of a program on a device are recorded once for batches of similar sizes, and replayed.
 */
class RecordingTest {
  private static final int H = 12;
  private static final int CLASSES = 5;
  private static final List<String> PARAMETERS = List.of("w", "b");
  private static final Map<String, Filling> FILLINGS =
      Map.of("x", Filling.ZEROS, "rows", Filling.ZEROS, "labels", Filling.NO_LABEL);

  private final Block memory = Block.allocate(1 << 16);
  private final Inputs inputs = new Inputs();
  private final SameDiff graph = SameDiff.create();
  private final List<String> calls = new ArrayList<>();

  @BeforeAll
  static void available() {
    assumeTrue(Backends.missing("cuda").isEmpty(), "no CUDA library, not even an emulated one");
  }

  /** loss = cross entropy of selected rows of x wᵀ + b. */
  @BeforeEach
  void build() {
    SDVariable x = graph.placeHolder("x", DataType.FLOAT, -1, H);
    SDVariable w = graph.var("w", DataType.FLOAT, CLASSES, H);
    SDVariable b = graph.var("b", DataType.FLOAT, CLASSES);
    SDVariable y = new Linear(graph, x, w, b, false).outputVariable().rename("y");
    SDVariable rows = graph.placeHolder("rows", DataType.INT32, -1);
    SDVariable chosen = new Rows(graph, y, rows).outputVariable();
    SDVariable labels = graph.placeHolder("labels", DataType.INT32, -1);
    new CrossEntropy(graph, chosen, labels).outputVariable().rename("loss");
  }

  @AfterEach
  void free() {
    inputs.close();
    memory.close();
  }

  private Map<String, Tensor> parameters(int place) {
    Random random = new Random(9);
    Map<String, Tensor> parameters = new LinkedHashMap<>();
    long at = place * 4096L;
    for (String name : PARAMETERS) {
      long[] shape = name.equals("w") ? new long[] {CLASSES, H} : new long[] {CLASSES};
      Tensor t = memory.tensor(at, ElementType.FLOAT32, shape);
      at += 2048;
      t.setDoubles(random.doubles(t.size(), -1, 1).toArray());
      parameters.put(name, t);
    }
    return parameters;
  }

  private Map<String, Tensor> batch(int n, int words) {
    Random random = new Random(n);
    int[] rows = random.ints(words, 0, n).toArray();
    inputs.doubles("x", ElementType.FLOAT32, random.doubles((long) n * H).toArray(), n, H);
    inputs.ints("rows", rows).ints("labels", random.ints(words, 0, CLASSES).toArray());
    return inputs.tensors();
  }

  private Program compile(Backend backend, Map<String, Tensor> bound) {
    return compile(backend, bound, "y", "loss");
  }

  private Program compile(Backend backend, Map<String, Tensor> bound, String... wanted) {
    return new Compiler(graph, backend, bound).filling(FILLINGS).compile(List.of(wanted), Map.of());
  }

  @Test
  void batchesOfLikeSizesShareOne() {
    Map<String, Tensor> bound = parameters(0);
    try (Program device = compile(watched(), bound);
        Program host = compile(Backends.choose("reference"), bound)) {
      same(device, host, 100, 60);
      assertThat(calls).as("the first batch runs step by step").doesNotContain("record");
      int[] sizes = {97, 104, 101};
      for (int n : sizes) {
        same(device, host, n, 60 + n % 4);
      }
      assertThat(calls).as("97 to 104 rows, 61 to 64 words").containsOnlyOnce("record");
      same(device, host, 105, 64);
      same(device, host, 105, 64);
      assertThat(calls).filteredOn("record"::equals).hasSize(2);
      same(device, host, 1, 1);
      same(device, host, 300, 10); // the arena grows, so the recordings become invalid
      int before = calls.size();
      same(device, host, 99, 61);
      assertThat(calls.subList(before, calls.size())).contains("record");
      same(device, host, 98, 62);
      assertThat(calls).filteredOn("record"::equals).hasSize(3);
    }
  }

  /** On the host, a batch needs memory for its inputs and its results. */
  @Test
  void growthIsOfInputsAndResultsOnTheHost() {
    try (Program device = compile(watched(), parameters(0))) {
      Map<String, Tensor> batch = batch(100, 60);
      long results = 4L * (100 * CLASSES + 1);
      assertThat(device.growth(batch)).isGreaterThan(results + 4L * (100 * H + 60 + 60));
      device.run(batch);
      assertThat(device.growth(batch)).isLessThan(64);
      assertThat(device.growth(batch(200, 60))).isGreaterThan(4L * 90 * (CLASSES + H));
    }
  }

  private void same(Program device, Program host, int n, int words) {
    Map<String, Tensor> batch = batch(n, words);
    int before = calls.size();
    Map<String, Tensor> found = device.run(batch);
    Map<String, Tensor> truth = host.run(batch);
    List<String> copies =
        calls.subList(before, calls.size()).stream().filter(c -> c.endsWith("load")).toList();
    // only later runs, since the first run also copies the weights
    if (calls.subList(0, before).contains("record")) {
      assertThat(copies)
          .as("a step copies its inputs in one copy, and each requested result")
          .containsExactly("upload", "download", "download");
    }
    for (String name : List.of("y", "loss")) {
      assertThat(found.get(name).shape()).isEqualTo(truth.get(name).shape());
      Close.check(name, found.get(name), truth.get(name).toDoubles(), 1e-5, 0);
    }
  }

  /** A replay changes the weights, and the next batch must use the changed weights. */
  @Test
  void stepsOfAnOptimiserAreReplayed() {
    Map<String, String> gradients = Gradients.of(graph, "loss", PARAMETERS);
    Map<String, double[]> truth = train(Backends.choose("reference"), gradients, 0);
    train(watched(), gradients, 1)
        .forEach((name, found) -> Close.check(name, found, truth.get(name), 1e-4, 0));
    assertThat(calls).filteredOn("record"::equals).hasSize(2);
  }

  private Map<String, double[]> train(Backend backend, Map<String, String> gradients, int place) {
    Map<String, Tensor> trained = parameters(place);
    Map<String, double[]> results = new HashMap<>();
    try (Optimizer optimizer = new Optimizer(AdamWSettings.DEFAULT, trained, name -> true)) {
      Map<String, Tensor> bound = new HashMap<>(trained);
      bound.putAll(optimizer.moments());
      Compiler compiler = new Compiler(graph, backend, bound).filling(FILLINGS);
      optimizer.append(compiler, gradients);
      try (Program program =
          compiler.compile(
              List.of("loss", Optimizer.NORM), optimizer.placeholders(ElementType.FLOAT32))) {
        for (int n : new int[] {33, 40, 38, 17, 39, 18}) {
          batch(n, n / 2 + 4);
          inputs.doubles(Optimizer.SCALARS, ElementType.FLOAT32, optimizer.next(0.01), 3);
          program.run(inputs.tensors());
        }
      }
      trained.forEach((name, t) -> results.put(name, t.toDoubles()));
    }
    return results;
  }

  /** A glue op runs on the host, so its program is never recorded. */
  @Test
  void aProgramWithAStepOnTheHostRunsStepByStep() {
    SDVariable squashed = new Tanh(graph, graph.getVariable("y")).outputVariables()[0];
    squashed.rename("squashed");
    Map<String, Tensor> bound = parameters(0);
    try (Program device = compile(watched(), bound, "squashed");
        Program host = compile(Backends.choose("reference"), bound, "squashed")) {
      for (int n : new int[] {40, 39, 38, 40}) {
        Map<String, Tensor> batch = batch(n, 4);
        double[] truth = host.run(batch).get("squashed").toDoubles();
        Close.check("squashed", device.run(batch).get("squashed"), truth, 1e-5, 0);
      }
    }
    assertThat(calls).contains("canRecord").doesNotContain("record");
  }

  @Test
  void aStepThatCannotBeRecordedLeavesTheDeviceUsable() {
    Map<String, Tensor> bound = parameters(0);
    try (Program device = compile(Backends.choose("cuda"), bound);
        Program host = compile(Backends.choose("reference"), bound)) {
      batch(50, 8);
      inputs.ints("labels", new int[] {0, 1, 2, 3, 4, CLASSES, 1, 1});
      assertThatThrownBy(() -> device.run(inputs.tensors())).hasMessage("label 5; allowed: 0 to 4");
      Map<String, Tensor> batch = batch(50, 8);
      double[] truth = host.run(batch).get("y").toDoubles();
      Close.check("y", device.run(batch).get("y"), truth, 1e-5, 0);
    }
  }

  /** The device cuda with a memory that notes its calls. */
  private Backend watched() {
    Backend cuda = Backends.choose("cuda");
    Memory card = cuda.memory();
    Memory watched =
        (Memory)
            Proxy.newProxyInstance(
                Memory.class.getClassLoader(),
                new Class<?>[] {Memory.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("equals")) {
                    return proxy == arguments[0];
                  }
                  calls.add(method.getName());
                  try {
                    return method.invoke(card, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
    return new Backend() {
      @Override
      public String name() {
        return cuda.name();
      }

      @Override
      public Memory memory() {
        return watched;
      }

      @Override
      public Kernel kernel(Op op, ElementType type) {
        return cuda.kernel(op, type);
      }

      @Override
      public Optional<Kernel> together(List<Op> ops) {
        return cuda.together(ops);
      }

      @Override
      public Kernel sum(ElementType type) {
        return cuda.sum(type);
      }

      @Override
      public Kernel cast(ElementType from, ElementType to) {
        return cuda.cast(from, to);
      }

      @Override
      public ElementType products() {
        return cuda.products();
      }

      @Override
      public String origin(Class<? extends Op> op, ElementType type) {
        return cuda.origin(op, type);
      }
    };
  }
}

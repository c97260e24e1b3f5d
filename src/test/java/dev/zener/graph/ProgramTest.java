package dev.zener.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.op.Linear;
import dev.zener.op.Mmd;
import dev.zener.op.Op;
import dev.zener.op.Rows;
import dev.zener.op.backend.Backend;
import dev.zener.op.backend.Backends;
import dev.zener.op.backend.Kernel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

class ProgramTest {
  private static final int H = 16;
  private static final int LAYERS = 12;

  private final Block memory = Block.allocate(1 << 20);
  private final Inputs inputs = new Inputs();
  private final Map<String, Tensor> bound = new HashMap<>();
  private final SameDiff graph = SameDiff.create();

  @AfterEach
  void free() {
    inputs.close();
    memory.close();
  }

  /** Layers of y = gelu(x wᵀ + b), then selected rows: x [n,H] and rows [m] give y [m,H]. */
  private void layers() {
    Random random = new Random(1);
    SDVariable x = graph.placeHolder("x", DataType.FLOAT, -1, H);
    for (int i = 0; i < LAYERS; i++) {
      SDVariable w = parameter("w" + i, random, H, H);
      SDVariable b = parameter("b" + i, random, H);
      x = new Linear(graph, x, w, b, true).outputVariables()[0];
      x = x.rename("layer" + i);
    }
    SDVariable rows = graph.placeHolder("rows", DataType.INT32, -1);
    new Rows(graph, x, rows).outputVariable().rename("y");
  }

  private SDVariable parameter(String name, Random random, long... shape) {
    Tensor t = memory.tensor(bound.size() * 2048L, ElementType.FLOAT32, shape);
    for (int i = 0; i < t.size(); i++) {
      t.set(i, random.nextGaussian() / Math.sqrt(H));
    }
    bound.put(name, t);
    return graph.var(name, DataType.FLOAT, shape);
  }

  private Program compile(String device, String... wanted) {
    return new Compiler(graph, Backends.choose(device), bound).compile(List.of(wanted), Map.of());
  }

  private Map<String, Tensor> batch(int n, long seed, int... rows) {
    double[] x = new Random(seed).doubles((long) n * H, -1, 1).toArray();
    inputs.doubles("x", ElementType.FLOAT32, x, n, H).ints("rows", rows);
    return inputs.tensors();
  }

  @ParameterizedTest
  @MethodSource("dev.zener.testing.Devices#all")
  void changingShapesGiveWhatAFreshProgramGives(String device) {
    layers();
    int[] sizes = {5, 1, 33, 7, 0, 130, 5, 64, 33};
    try (Program program = compile(device, "y")) {
      for (int i = 0; i < sizes.length; i++) {
        int n = sizes[i];
        int[] rows = n == 0 ? new int[0] : new int[] {n - 1, 0, n / 2};
        Map<String, Tensor> batch = batch(n, i, rows);
        double[] y = program.run(batch).get("y").toDoubles();
        try (Program fresh = compile(device, "y")) {
          assertThat(y).as("%d rows", n).isEqualTo(fresh.run(batch).get("y").toDoubles());
          assertThat(y).hasSize(rows.length * H);
        }
      }
    }
  }

  @Test
  void moreShapesThanItRemembersMakeNoDifference() {
    layers();
    try (Program program = compile("reference", "y")) {
      double[] first = program.run(batch(3, 7, 2, 1)).get("y").toDoubles();
      for (int n = 1; n < 90; n++) {
        program.run(batch(n, n, 0));
      }
      assertThat(program.run(batch(3, 7, 2, 1)).get("y").toDoubles()).isEqualTo(first);
    }
  }

  @Test
  void placesOfTensorsThatAreReadNoMoreAreTakenAgain() {
    layers();
    int n = 100;
    try (Program program = compile("reference", "y")) {
      program.run(batch(n, 1, 0));
      long all = (long) LAYERS * n * H * 4;
      assertThat(program.arenaBytes()).isLessThan(all / 4);
      long before = program.arenaBytes();
      program.run(batch(7, 1, 0));
      assertThat(program.arenaBytes()).isEqualTo(before);
    }
    try (Program program = compile("reference", "y", "layer0", "layer5")) {
      Map<String, Tensor> out = program.run(batch(n, 1, 0));
      double[] early = out.get("layer0").toDoubles();
      try (Program alone = compile("reference", "layer0")) {
        assertThat(alone.run(batch(n, 1, 0)).get("layer0").toDoubles())
            .as("a wanted output keeps its place to the end")
            .isEqualTo(early);
      }
    }
  }

  @Test
  void kernelsGetTensorsOfTheirOwn() {
    SDVariable[] x = new SDVariable[LAYERS];
    Random random = new Random(1);
    for (int i = 0; i < LAYERS; i++) {
      SDVariable in = i == 0 ? graph.placeHolder("x", DataType.FLOAT, -1, H) : x[i - 1];
      SDVariable w = parameter("w" + i, random, H, H);
      SDVariable b = parameter("b" + i, random, H);
      x[i] = new Linear(graph, in, w, b, false).outputVariable();
      x[i] = i < 3 ? x[i] : x[i].add(x[i - 3]); // so that some tensors live long
    }
    x[LAYERS - 1].rename("y");
    try (Program plain = compile("reference", "y");
        Program watched =
            new Compiler(graph, new Watched(Backends.choose("reference")), bound)
                .compile(List.of("y"), Map.of())) {
      Map<String, Tensor> batch = batch(9, 1, 0);
      double[] y = plain.run(batch).get("y").toDoubles();
      assertThat(watched.run(batch).get("y").toDoubles()).isEqualTo(y);
    }
  }

  /**
   * Fails if an output overlaps an input. Overwrites outputs first, so that an overlap with any
   * other live tensor changes the result.
   */
  private record Watched(Backend backend) implements Backend {
    @Override
    public String name() {
      return backend.name();
    }

    @Override
    public Kernel kernel(Op op, ElementType type) {
      return watched(backend.kernel(op, type));
    }

    @Override
    public Kernel sum(ElementType type) {
      return watched(backend.sum(type));
    }

    @Override
    public Kernel cast(ElementType from, ElementType to) {
      return backend.cast(from, to);
    }

    @Override
    public ElementType products() {
      return ElementType.FLOAT32;
    }

    @Override
    public String origin(Class<? extends Op> op, ElementType type) {
      return backend.origin(op, type);
    }

    private static Kernel watched(Kernel kernel) {
      return (in, out) -> {
        for (Tensor y : out) {
          for (Tensor x : in) {
            long xEnd = x.address() + (long) x.size() * x.type().bytes();
            long yEnd = y.address() + (long) y.size() * y.type().bytes();
            assertThat(xEnd <= y.address() || yEnd <= x.address()).as("apart").isTrue();
          }
          for (int e = 0; e < y.size(); e++) {
            y.set(e, Double.NaN);
          }
        }
        kernel.run(in, out);
      };
    }
  }

  @Test
  void runsOnlyWhatIsWanted() {
    layers();
    try (Program program = compile("reference", "layer2")) {
      assertThat(program.size()).isEqualTo(3);
      assertThat(program.opNames()).containsOnly("zener_linear");
      batch(4, 1, 0);
      inputs.tensors();
      assertThat(program.run(Map.of("x", inputs.tensors().get("x"))).get("layer2").shape())
          .containsExactly(4, H);
    }
  }

  @Test
  void namesAMissingInput() {
    layers();
    try (Program program = compile("reference", "y")) {
      batch(4, 1, 0);
      Map<String, Tensor> incomplete = Map.of("x", inputs.tensors().get("x"));
      assertThatThrownBy(() -> program.run(incomplete))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("input rows is missing; given: [x]");
    }
  }

  @Test
  void namesAnInputOfTheWrongType() {
    layers();
    try (Program program = compile("reference", "y")) {
      batch(4, 1, 0);
      inputs.doubles("x", ElementType.FLOAT64, new double[4 * H], 4, H);
      assertThatThrownBy(() -> program.run(inputs.tensors()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("input x is FLOAT64[4, 16]; allowed: FLOAT32");
    }
  }

  @Test
  void namesTheOpWhoseShapesDoNotFit() {
    layers();
    try (Program program = compile("reference", "y")) {
      batch(4, 1, 0);
      inputs.doubles("x", ElementType.FLOAT32, new double[12], 4, 3);
      assertThatThrownBy(() -> program.run(inputs.tensors()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("zener_linear: takes x [N,I]")
          .hasMessageContaining("[[4, 3], [16, 16], [16]]");
      batch(4, 1, 0);
      assertThat(program.run(inputs.tensors()).get("y").shape()).containsExactly(1, H);
    }
  }

  @Test
  void namesAStockOpThatItDoesNotKnow() {
    SDVariable x = graph.placeHolder("x", DataType.FLOAT, -1, H);
    graph.math.tanh("squashed", x);
    assertThatThrownBy(() -> compile("reference", "squashed"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("op 'tanh'")
        .hasMessageContaining("allowed: own ops, add");
  }

  @Test
  void addsTensorsOfOneShapeAlone() {
    SDVariable x = graph.placeHolder("x", DataType.FLOAT, -1, H);
    x.add("sum", graph.placeHolder("z", DataType.FLOAT, -1, H));
    try (Program program = compile("onednn", "sum")) {
      batch(3, 1, 0);
      inputs.doubles("z", ElementType.FLOAT32, new double[3 * H], 3, H);
      Map<String, Tensor> in = inputs.tensors();
      assertThat(program.run(in).get("sum").toDoubles()).isEqualTo(in.get("x").toDoubles());
      inputs.doubles("z", ElementType.FLOAT32, new double[H], 1, H);
      assertThatThrownBy(() -> program.run(inputs.tensors()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("adds FLOAT32[3, 16] and FLOAT32[1, 16]; allowed: equal shapes");
    }
  }

  @Test
  void namesWhatHasNoMemory() {
    layers();
    bound.remove("w3");
    assertThatThrownBy(() -> compile("reference", "y"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("w3 has no memory: bind a tensor to it before compiling");
    assertThatThrownBy(() -> compile("reference", "nobody"))
        .hasMessage("no variable, gradient or memory named nobody");
  }

  @Test
  void tailsReadTheGraphAndOverwriteBoundTensors() {
    layers();
    Tensor kept = memory.tensor(900_000, ElementType.FLOAT32);
    bound.put("kept", kept);
    Compiler compiler = new Compiler(graph, Backends.choose("reference"), bound);
    compiler.then(new Mmd(), List.of("y", "z"), List.of("kept"));
    compiler.then(new Mmd(), List.of("z", "y"), List.of("swapped"));
    try (Program program = compiler.compile(List.of("swapped"), Map.of("z", ElementType.FLOAT32))) {
      batch(4, 1, 0, 3);
      inputs.doubles("z", ElementType.FLOAT32, new double[H], 1, H);
      Tensor swapped = program.run(inputs.tensors()).get("swapped");
      assertThat(swapped.get(0)).isPositive().isEqualTo(kept.get(0));
    }
  }
}

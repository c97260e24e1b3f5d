package dev.zener.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.op.Attention;
import dev.zener.op.LayerNorm;
import dev.zener.op.Linear;
import dev.zener.op.SoftMse;
import dev.zener.op.backend.Backend;
import dev.zener.op.backend.Backends;
import dev.zener.op.onednn.OneDnnBackend;
import dev.zener.testing.Close;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/** Sums and casts are done by the preceding steps: there are fewer steps and the same numbers. */
class JoiningTest {
  private static final int N = 5;
  private static final int H = 16;
  private static final int CLASSES = 3;

  private final Random random = new Random(17);
  private final Block memory = Block.allocate(1 << 16);
  private final Map<String, Tensor> bound = new HashMap<>();
  private final Inputs inputs = new Inputs();
  private final SameDiff graph = SameDiff.create();
  private long used;

  @AfterEach
  void free() {
    inputs.close();
    memory.close();
  }

  private SDVariable parameter(String name, ElementType type, long... shape) {
    Tensor t = memory.tensor(used, type, shape);
    used += Block.align((long) t.size() * type.bytes());
    for (int i = 0; i < t.size(); i++) {
      t.set(i, random.nextGaussian() / Math.sqrt(H));
    }
    bound.put(name, t);
    DataType dataType = type == ElementType.FLOAT64 ? DataType.DOUBLE : DataType.FLOAT;
    return graph.var(name, dataType, shape);
  }

  private SDVariable linear(String name, ElementType type, SDVariable x, int from, int to) {
    SDVariable w = parameter(name + ".w", type, to, from);
    SDVariable b = parameter(name + ".b", type, to);
    return new Linear(graph, x, w, b, false).outputVariable().rename(name);
  }

  private double[] numbers(int n) {
    return random.doubles(n, -1, 1).toArray();
  }

  private Map<String, Tensor> batch(ElementType type) {
    double[] soft = new double[N * CLASSES];
    for (int i = 0; i < N; i++) {
      soft[i * CLASSES + i % CLASSES] = 1;
    }
    inputs.doubles("x", type, numbers(N * H), N, H).doubles("soft", type, soft, N, CLASSES);
    return inputs.ints("offsets", new int[] {0, 2, N}).tensors();
  }

  /**
   * Three layers read h, so dh is a sum of three terms: each product adds to the previous result.
   */
  @Test
  void aProductAddsTheGradientsOfOtherReaders() {
    ElementType type = ElementType.FLOAT64;
    SDVariable x = graph.placeHolder("x", DataType.DOUBLE, -1, H);
    SDVariable h = linear("h", type, x, H, H);
    SDVariable q = linear("q", type, h, H, CLASSES);
    SDVariable k = linear("k", type, h, H, CLASSES);
    SDVariable v = linear("v", type, h, H, CLASSES);
    SDVariable offsets = graph.placeHolder("offsets", DataType.INT32, -1);
    SDVariable y = new Attention(graph, 1, q, k, v, offsets, offsets).outputVariables()[0];
    SDVariable soft = graph.placeHolder("soft", DataType.DOUBLE, -1, CLASSES);
    new SoftMse(graph, y, soft).outputVariable().rename("loss");
    String gradient = Gradients.of(graph, "loss", List.of("h.w")).get("h.w");
    Map<String, Tensor> batch = batch(type);
    Backend backend = Backends.choose("reference");
    try (Program loss = new Compiler(graph, backend, bound).compile(List.of("loss"), Map.of());
        Program both = new Compiler(graph, backend, bound).compile(List.of(gradient), Map.of())) {
      double[] found = both.run(batch).get(gradient).toDoubles();
      assertThat(both.opNames()).contains("zener_linear_backward").doesNotContain("add");
      Tensor w = bound.get("h.w");
      double step = 1e-6;
      for (int e = 0; e < w.size(); e += 7) {
        double at = w.get(e);
        w.set(e, at + step);
        double above = loss.run(batch).get("loss").get(0);
        w.set(e, at - step);
        double below = loss.run(batch).get("loss").get(0);
        w.set(e, at);
        assertThat(found[e]).isCloseTo((above - below) / (2 * step), within(1e-8));
      }
    }
  }

  /**
   * The layer before a normalisation adds the residual, unless its own output is used elsewhere.
   */
  @Test
  void aProductAddsTheResidual() {
    ElementType type = ElementType.FLOAT64;
    SDVariable x = graph.placeHolder("x", DataType.DOUBLE, -1, H);
    SDVariable gamma = parameter("gamma", type, H);
    SDVariable beta = parameter("beta", type, H);
    SDVariable a = linear("a", type, x, H, H);
    SDVariable[] once = new LayerNorm(graph, a, gamma, beta, x, 1e-5).outputVariables();
    once[0].rename("once");
    once[3].rename("sum");
    SDVariable b = linear("b", type, x, H, H);
    new LayerNorm(graph, b, gamma, beta, x, 1e-5).outputVariables()[0].rename("twice");
    Backend backend = Backends.choose("reference");
    Map<String, Tensor> batch = batch(type);
    try (Program joined =
            new Compiler(graph, backend, bound).compile(List.of("once", "sum"), Map.of());
        Program parts =
            new Compiler(graph, backend, bound).compile(List.of("twice", "b"), Map.of())) {
      Map<String, Tensor> out = joined.run(batch);
      double[] sum = out.get("sum").toDoubles();
      double[] y = out.get("once").toDoubles();
      assertThat(joined.opNames()).containsExactly("zener_linear", "zener_layer_norm");
      for (String name : List.of("w", "b")) {
        bound.get("b." + name).setDoubles(bound.get("a." + name).toDoubles());
      }
      out = parts.run(batch);
      Close.check("twice", out.get("twice").toDoubles(), y, 0, 1e-12);
      double[] alone = out.get("b").toDoubles();
      double[] residual = batch.get("x").toDoubles();
      for (int e = 0; e < sum.length; e++) {
        assertThat(sum[e]).isCloseTo(alone[e] + residual[e], within(1e-12));
      }
    }
  }

  /**
   * The normalised rows are rounded once, by the op that computes them, for the layers that follow.
   */
  @Test
  void layerNormRoundsForTheProductsThatFollow() {
    assumeTrue(OneDnnBackend.bfloat16(), "this CPU has no bfloat16 instructions");
    ElementType type = ElementType.FLOAT32;
    SDVariable x = graph.placeHolder("x", DataType.FLOAT, -1, H);
    SDVariable gamma = parameter("gamma", type, H);
    SDVariable beta = parameter("beta", type, H);
    SDVariable y = new LayerNorm(graph, x, gamma, beta, 1e-5).outputVariables()[0].rename("y");
    linear("a", type, y, H, CLASSES);
    linear("b", type, y, H, CLASSES);
    SDVariable given = graph.placeHolder("given", DataType.FLOAT, -1, H);
    new Linear(graph, given, graph.getVariable("a.w"), graph.getVariable("a.b"), false)
        .outputVariable()
        .rename("alone");
    Map<String, Tensor> batch = batch(type);
    Backend backend = Backends.choose("onednn", "bfloat16");
    try (Program together =
            new Compiler(graph, backend, bound).compile(List.of("y", "a", "b"), Map.of());
        Program alone = new Compiler(graph, backend, bound).compile(List.of("alone"), Map.of())) {
      Map<String, Tensor> out = together.run(batch);
      assertThat(together.opNames())
          .containsExactlyInAnyOrder("zener_layer_norm", "zener_linear", "zener_linear");
      assertThat(alone.opNames()).containsExactly("cast", "zener_linear");
      double[] exact = out.get("y").toDoubles();
      double[] a = out.get("a").toDoubles();
      inputs.doubles("given", type, exact, N, H);
      assertThat(alone.run(inputs.tensors()).get("alone").toDoubles()).isEqualTo(a);
      boolean[] rounded = new boolean[1];
      for (double number : exact) {
        rounded[0] |= (Float.floatToRawIntBits((float) number) & 0xffff) != 0;
      }
      assertThat(rounded[0]).as("y itself stays as exact as it was").isTrue();
    }
  }
}

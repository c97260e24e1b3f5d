package dev.zener.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.op.CrossEntropy;
import dev.zener.op.ElementTypes;
import dev.zener.op.Linear;
import dev.zener.op.backend.Backends;
import dev.zener.testing.Close;
import dev.zener.testing.Devices;
import dev.zener.testing.Tanh;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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

/** A glue op between core ops: cross entropy of w2 tanh(w1 x + b1) + b2. */
class GlueStepTest {
  private static final int H = 6;
  private static final int CLASSES = 3;
  private static final List<String> PARAMETERS = List.of("w1", "b1", "w2", "b2");
  private static final Map<String, Filling> FILLINGS =
      Map.of("x", Filling.ZEROS, "labels", Filling.NO_LABEL);

  private final Block memory = Block.allocate(1 << 14);
  private final Inputs inputs = new Inputs();
  private final Map<String, Tensor> bound = new LinkedHashMap<>();
  private final SameDiff graph = SameDiff.create();
  private final Random random = new Random(3);
  private Map<String, String> gradients;

  @AfterEach
  void free() {
    inputs.close();
    memory.close();
  }

  private SDVariable parameter(String name, ElementType type, long... shape) {
    Tensor t = memory.tensor(bound.size() * 1024L, type, shape);
    t.setDoubles(random.doubles(t.size(), -1, 1).toArray());
    bound.put(name, t);
    return graph.placeHolder(name, ElementTypes.nd4j(type), shape);
  }

  private void build(ElementType type) {
    SDVariable x = graph.placeHolder("x", ElementTypes.nd4j(type), -1, H);
    SDVariable w1 = parameter("w1", type, H, H);
    SDVariable z = new Linear(graph, x, w1, parameter("b1", type, H), false).outputVariable();
    SDVariable y = new Tanh(graph, z).outputVariables()[0];
    SDVariable w2 = parameter("w2", type, CLASSES, H);
    SDVariable logits =
        new Linear(graph, y, w2, parameter("b2", type, CLASSES), false).outputVariable();
    SDVariable labels = graph.placeHolder("labels", DataType.INT32, -1);
    new CrossEntropy(graph, logits, labels).outputVariable().rename("loss");
    gradients = Gradients.of(graph, "loss", PARAMETERS);
  }

  private Program compile(String device) {
    List<String> wanted = new ArrayList<>(gradients.values());
    wanted.add("loss");
    return new Compiler(graph, Backends.choose(device), bound)
        .filling(FILLINGS)
        .compile(wanted, Map.of());
  }

  private Map<String, Tensor> batch(ElementType type, int n) {
    inputs.doubles("x", type, random.doubles((long) n * H, -1, 1).toArray(), n, H);
    return inputs.ints("labels", random.ints(n, 0, CLASSES).toArray()).tensors();
  }

  @Test
  void gradientsAreThoseOfDifferences() {
    build(ElementType.FLOAT64);
    Map<String, Tensor> batch = batch(ElementType.FLOAT64, 5);
    try (Program program = compile("reference")) {
      assertThat(program.opNames()).contains("zener_tanh", "zener_tanh_backward");
      for (String parameter : PARAMETERS) {
        double[] found = program.run(batch).get(gradients.get(parameter)).toDoubles();
        Tensor t = bound.get(parameter);
        double step = 1e-6;
        for (int e = 0; e < t.size(); e++) {
          double at = t.get(e);
          t.set(e, at + step);
          double above = program.run(batch).get("loss").get(0);
          t.set(e, at - step);
          double below = program.run(batch).get("loss").get(0);
          t.set(e, at);
          assertThat(found[e])
              .as("%s %d", parameter, e)
              .isCloseTo((above - below) / (2 * step), within(1e-8));
        }
      }
    }
  }

  static Iterable<String> devices() {
    return Devices.all();
  }

  /** Batches of one shape after padding, which a card would replay if all steps were its own. */
  @ParameterizedTest
  @MethodSource("devices")
  void everyDeviceComputesTheSame(String device) {
    build(ElementType.FLOAT32);
    try (Program program = compile(device);
        Program truth = compile("reference")) {
      for (int n : new int[] {14, 15, 16, 13}) {
        Map<String, Tensor> batch = batch(ElementType.FLOAT32, n);
        Map<String, Tensor> expected = truth.run(batch);
        Map<String, Tensor> found = program.run(batch);
        expected.forEach(
            (name, t) -> Close.check(name, found.get(name), t.toDoubles(), 1e-4, 1e-7));
      }
    }
  }
}

package dev.zener.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.op.Concat;
import dev.zener.op.Crf;
import dev.zener.op.backend.Backends;
import dev.zener.testing.Close;
import dev.zener.testing.Devices;
import dev.zener.testing.Operand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/** A conditional random field over joined columns, in batches that a card pads. */
class ChainStepTest {
  private static final int LEFT = 2;
  private static final int RIGHT = 3;
  private static final int LABELS = LEFT + RIGHT;

  private final Block memory = Block.allocate(1 << 14);
  private final Inputs inputs = new Inputs();
  private final Map<String, Tensor> bound = new LinkedHashMap<>();
  private final SameDiff graph = SameDiff.create();
  private final Random random = new Random(5);

  @AfterEach
  void free() {
    inputs.close();
    memory.close();
  }

  private SDVariable parameter(String name, long... shape) {
    Tensor t = memory.tensor(bound.size() * 1024L, ElementType.FLOAT32, shape);
    t.setDoubles(random.doubles(t.size(), -1, 1).toArray());
    bound.put(name, t);
    return graph.placeHolder(name, DataType.FLOAT, shape);
  }

  private Map<String, String> build() {
    SDVariable left = graph.placeHolder("left", DataType.FLOAT, -1, LEFT);
    SDVariable right = graph.placeHolder("right", DataType.FLOAT, -1, RIGHT);
    SDVariable offsets = graph.placeHolder("offsets", DataType.INT32, -1);
    SDVariable labels = graph.placeHolder("labels", DataType.INT32, -1);
    SDVariable emissions = new Concat(graph, left, right).outputVariable();
    Crf.Chain chain =
        new Crf.Chain(
            emissions,
            parameter("transitions", LABELS, LABELS),
            parameter("start", LABELS),
            parameter("end", LABELS),
            offsets);
    new Crf(graph, chain, labels).outputVariable().rename("loss");
    new Crf.Viterbi(graph, chain).outputVariable().rename("best");
    new Crf.Marginals(graph, chain).outputVariable().rename("p");
    return Gradients.of(graph, "loss", List.of("left", "right", "transitions", "start", "end"));
  }

  private Program compile(String device, Map<String, String> gradients) {
    List<String> wanted = new ArrayList<>(gradients.values());
    wanted.addAll(List.of("loss", "best", "p"));
    Map<String, Filling> fillings =
        Map.of(
            "left", Filling.ZEROS,
            "right", Filling.ZEROS,
            "offsets", Filling.EMPTY_SENTENCES,
            "labels", Filling.NO_LABEL);
    return new Compiler(graph, Backends.choose(device), bound)
        .filling(fillings)
        .compile(wanted, Map.of());
  }

  private Map<String, Tensor> batch(int... lengths) {
    int words = Arrays.stream(lengths).sum();
    return inputs
        .doubles("left", ElementType.FLOAT32, numbers(words * LEFT), words, LEFT)
        .doubles("right", ElementType.FLOAT32, numbers(words * RIGHT), words, RIGHT)
        .ints("offsets", Operand.starts(lengths))
        .ints("labels", random.ints(words, 0, LABELS).toArray())
        .tensors();
  }

  private double[] numbers(int n) {
    return random.doubles(n, -2, 2).toArray();
  }

  static Iterable<String> devices() {
    return Devices.all();
  }

  /** The first three batches have one shape after padding, so a card replays the third. */
  @ParameterizedTest
  @MethodSource("devices")
  void everyDeviceComputesTheSame(String device) {
    Map<String, String> gradients = build();
    int[][] batches = {{5, 0, 3, 5}, {1, 9, 1, 2, 1}, {16}, {7, 30, 1}, {2, 2}};
    try (Program program = compile(device, gradients);
        Program truth = compile("reference", gradients)) {
      for (int[] lengths : batches) {
        Map<String, Tensor> batch = batch(lengths);
        Map<String, Tensor> expected = truth.run(batch);
        Map<String, Tensor> found = program.run(batch);
        assertThat(found.get("best").type()).isEqualTo(ElementType.INT32);
        assertThat(found.get("best").toInts()).isEqualTo(expected.get("best").toInts());
        expected.forEach(
            (name, t) -> {
              if (t.type() == ElementType.FLOAT32) {
                Close.check(name, found.get(name), t.toDoubles(), 1e-4, 1e-7);
              }
            });
      }
    }
  }
}

package dev.zener.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.graph.Compiler;
import dev.zener.graph.Inputs;
import dev.zener.graph.Program;
import dev.zener.op.backend.Backend;
import dev.zener.testing.Devices;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two sentences, of four words and of one, in double where numbers are compared. */
class BiLstmGraphTest {
  private static final int WORDS = 5;
  private static final int[] CHARACTERS = {1, 2, 3, 4, 2, 1, 3, 3, 4, 5, 6};
  private static final int[] CHARACTER_OFFSETS = {0, 3, 4, 8, 9, 11};
  private static final int[] ROWS = {0, 1, 2, 3, 4};
  private static final int[] OFFSETS = {0, 4, 5};
  private static final int[] LABELS = {0, 1, 2, 0, 1};

  private static BiLstmShape shape(boolean shared, int dense, boolean features) {
    return new BiLstmShape(7, 3, 2, 4, 3, 3, shared, dense, features, 0);
  }

  private static Inputs inputs(ElementType type) {
    double[] vectors = new Random(5).doubles(WORDS * 4, -1, 1).toArray();
    return new Inputs()
        .ints(BiLstmGraph.CHARACTERS, CHARACTERS)
        .ints(BiLstmGraph.CHARACTER_OFFSETS, CHARACTER_OFFSETS)
        .ints(BiLstmGraph.WORD_ROWS, ROWS)
        .ints(BiLstmGraph.OFFSETS, OFFSETS)
        .ints(LossGraph.LABELS, LABELS)
        .doubles(BiLstmGraph.VECTORS, type, vectors, WORDS, 4);
  }

  private static Parameters random(BiLstmShape shape, ElementType type) {
    Parameters parameters = Parameters.zeros(shape, type);
    Random random = new Random(3);
    parameters
        .tensors()
        .values()
        .forEach(
            t -> {
              for (int i = 0; i < t.size(); i++) {
                t.set(i, 0.7 * random.nextGaussian());
              }
            });
    return parameters;
  }

  @ParameterizedTest
  @CsvSource({"false,0,false", "true,0,false", "false,4,false", "true,4,true"})
  void gradientsAreThoseOfDifferences(boolean shared, int dense, boolean features) {
    Backend backend = Devices.choose("reference", "float32");
    try (Parameters parameters = random(shape(shared, dense, features), ElementType.FLOAT64);
        Inputs inputs = inputs(ElementType.FLOAT64)) {
      BiLstmGraph graph =
          BiLstmGraph.supervised(parameters, name -> !name.startsWith(BiLstmShape.FEATURES));
      Map<String, String> gradients = graph.gradients();
      List<String> wanted = new ArrayList<>(gradients.values());
      wanted.add(LossGraph.LOSS);
      try (Program program =
          new Compiler(graph.graph(), backend, parameters.tensors()).compile(wanted, Map.of())) {
        Map<String, double[]> derived = new LinkedHashMap<>();
        Map<String, Tensor> out = program.run(inputs.tensors());
        gradients.forEach((name, g) -> derived.put(name, out.get(g).toDoubles()));
        assertThat(derived.keySet())
            .containsExactlyInAnyOrderElementsOf(
                parameters.tensors().keySet().stream()
                    .filter(name -> !name.startsWith(BiLstmShape.FEATURES))
                    .toList());
        derived.forEach(
            (name, g) -> {
              Tensor t = parameters.get(name);
              for (int i = 0; i < t.size(); i++) {
                assertThat(g[i])
                    .as("%s[%d]", name, i)
                    .isCloseTo(difference(program, inputs, t, i), Offset.offset(1e-8));
              }
            });
      }
    }
  }

  private static double difference(Program program, Inputs inputs, Tensor t, int i) {
    double x = t.get(i);
    double h = 1e-5;
    t.set(i, x + h);
    double above = program.run(inputs.tensors()).get(LossGraph.LOSS).get(0);
    t.set(i, x - h);
    double below = program.run(inputs.tensors()).get(LossGraph.LOSS).get(0);
    t.set(i, x);
    return (above - below) / (2 * h);
  }

  @ParameterizedTest
  @CsvSource({"onednn", "cuda"})
  void everyBackendSaysTheSame(String device) {
    BiLstmShape shape = shape(true, 4, true);
    try (Parameters parameters = random(shape, ElementType.FLOAT32);
        Inputs inputs = inputs(ElementType.FLOAT32)) {
      double[] truth = marginals(parameters, inputs, Devices.choose("reference", "float32"));
      double[] there = marginals(parameters, inputs, Devices.choose(device, "float32"));
      assertThat(there).containsExactly(truth, Offset.offset(2e-6));
    }
  }

  private static double[] marginals(Parameters parameters, Inputs inputs, Backend backend) {
    BiLstmGraph graph = BiLstmGraph.inference(parameters);
    try (Program program =
        new Compiler(graph.graph(), backend, parameters.tensors())
            .filling(graph.fillings())
            .compile(List.of(BiLstmGraph.MARGINALS, BiLstmGraph.BEST), Map.of())) {
      return program.run(inputs.tensors()).get(BiLstmGraph.MARGINALS).toDoubles();
    }
  }

  /** The fourth word is the first once more. */
  @ParameterizedTest
  @CsvSource({"reference", "onednn", "cuda"})
  void aWordThatOccursTwiceIsSpelledOnce(String device) {
    double[] vectors = new Random(5).doubles(4 * 4, -1, 1).toArray();
    double[] repeated = new double[WORDS * 4];
    for (int w = 0; w < WORDS; w++) {
      System.arraycopy(vectors, 4 * new int[] {0, 1, 2, 0, 3}[w], repeated, 4 * w, 4);
    }
    Backend backend = Devices.choose(device, "float32");
    try (Parameters parameters = random(shape(true, 4, true), ElementType.FLOAT32);
        Inputs once =
            new Inputs()
                .ints(BiLstmGraph.CHARACTERS, new int[] {1, 2, 3, 4, 2, 1, 5, 6})
                .ints(BiLstmGraph.CHARACTER_OFFSETS, new int[] {0, 3, 4, 6, 8})
                .ints(BiLstmGraph.WORD_ROWS, new int[] {0, 1, 2, 0, 3})
                .ints(BiLstmGraph.OFFSETS, OFFSETS)
                .doubles(BiLstmGraph.VECTORS, ElementType.FLOAT32, vectors, 4, 4);
        Inputs twice =
            new Inputs()
                .ints(BiLstmGraph.CHARACTERS, new int[] {1, 2, 3, 4, 2, 1, 1, 2, 3, 5, 6})
                .ints(BiLstmGraph.CHARACTER_OFFSETS, new int[] {0, 3, 4, 6, 9, 11})
                .ints(BiLstmGraph.WORD_ROWS, ROWS)
                .ints(BiLstmGraph.OFFSETS, OFFSETS)
                .doubles(BiLstmGraph.VECTORS, ElementType.FLOAT32, repeated, WORDS, 4)) {
      assertThat(marginals(parameters, once, backend))
          .containsExactly(marginals(parameters, twice, backend), Offset.offset(2e-6));
    }
  }

  @Test
  void sharedCellsReadASentenceBackwardsAsForwards() {
    BiLstmShape shape = shape(true, 0, false);
    try (Parameters parameters = random(shape, ElementType.FLOAT64);
        Inputs forwards = inputs(ElementType.FLOAT64);
        Inputs backwards = reversed()) {
      // the CRF and the last layer tell left from right; leave them out
      parameters.get(BiLstmShape.TRANSITIONS).setDoubles(new double[9]);
      parameters.get(BiLstmShape.START).setDoubles(new double[3]);
      parameters.get(BiLstmShape.END).setDoubles(new double[3]);
      Tensor last = parameters.get("emissions.weight"); // [C,2H]
      for (int c = 0; c < 3; c++) {
        for (int h = 0; h < 3; h++) {
          last.set(c * 6 + 3 + h, last.get(c * 6 + h));
        }
      }
      Backend backend = Devices.choose("reference", "float32");
      double[] a = marginals(parameters, forwards, backend);
      double[] b = marginals(parameters, backwards, backend);
      for (int w = 0; w < 4; w++) {
        for (int c = 0; c < 3; c++) {
          assertThat(b[(3 - w) * 3 + c]).isCloseTo(a[w * 3 + c], Offset.offset(1e-12));
        }
      }
    }
  }

  /** The inputs with the words of the first sentence in reverse order. */
  private static Inputs reversed() {
    double[] vectors = new Random(5).doubles(WORDS * 4, -1, 1).toArray();
    double[] turned = vectors.clone();
    int[] characters = new int[CHARACTERS.length];
    int[] offsets = new int[WORDS + 1];
    int at = 0;
    for (int w = 0; w < WORDS; w++) {
      int from = w < 4 ? 3 - w : w;
      System.arraycopy(vectors, from * 4, turned, w * 4, 4);
      for (int i = CHARACTER_OFFSETS[from]; i < CHARACTER_OFFSETS[from + 1]; i++) {
        characters[at++] = CHARACTERS[i];
      }
      offsets[w + 1] = at;
    }
    return new Inputs()
        .ints(BiLstmGraph.CHARACTERS, characters)
        .ints(BiLstmGraph.CHARACTER_OFFSETS, offsets)
        .ints(BiLstmGraph.WORD_ROWS, ROWS)
        .ints(BiLstmGraph.OFFSETS, OFFSETS)
        .doubles(BiLstmGraph.VECTORS, ElementType.FLOAT64, turned, WORDS, 4);
  }
}

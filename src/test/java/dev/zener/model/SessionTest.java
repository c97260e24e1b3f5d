package dev.zener.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.graph.Compiler;
import dev.zener.graph.Inputs;
import dev.zener.graph.Program;
import dev.zener.op.ElementTypes;
import dev.zener.op.backend.Backends;
import dev.zener.testing.Close;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * SameDiff's own session gives the same numbers as the compiled program, and SameDiff derives the
 * same gradients as {@link dev.zener.graph.Gradients}.
 */
class SessionTest {
  @ParameterizedTest
  @ValueSource(strings = {"bert-a", "bert-c", "distilbert-a"})
  void hiddenStatesAndLogits(String name) {
    try (GoldenTagger tagger = new GoldenTagger(name, ElementType.FLOAT64)) {
      Parameters p = tagger.parameters();
      TaggerGraph g = TaggerGraph.encoding(p);
      List<String> wanted = new ArrayList<>(List.of(TaggerGraph.CLS));
      for (int m = 0; m <= tagger.shape.encoder().layers(); m++) {
        wanted.add(TaggerGraph.HIDDEN + m);
      }
      tagger.shape.headLayers().forEach(m -> wanted.add(TaggerGraph.LOGITS + m));
      Map<String, Tensor> inputs = tagger.everyRow().tensors();
      Map<String, INDArray> session = g.graph().output(arrays(g.graph(), p, inputs), wanted);
      try (Program program = compile(g.graph(), p, wanted)) {
        same(program.run(inputs), session, wanted);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "bert-a, direct",
    "bert-a, teacher",
    "bert-a, tsl",
    "bert-a, msd",
    "bert-c, teacher",
    "distilbert-a, msd",
    "bert-c, msd-mmd",
    "bert-c, msd-frozen"
  })
  void lossAndGradients(String name, String objective) {
    try (GoldenTagger tagger = new GoldenTagger(name, ElementType.FLOAT64)) {
      Parameters p = tagger.parameters(objective);
      TaggerGraph g = tagger.graph(objective, p);
      Map<String, String> gradients = g.gradients();
      Map<String, Tensor> inputs = tagger.inputs(objective).tensors();
      Map<String, INDArray> placeholders = arrays(g.graph(), p, inputs);
      List<String> wanted = new ArrayList<>(gradients.values());
      wanted.add(TaggerGraph.LOSS);
      Map<String, INDArray> session = g.graph().output(placeholders, wanted);
      SameDiff fresh = tagger.graph(objective, p).graph(); // without the gradients derived above
      muted(() -> fresh.createGradFunction(gradients.keySet().toArray(String[]::new)));
      Map<String, INDArray> derived = fresh.calculateGradients(placeholders, gradients.keySet());
      try (Program program = compile(g.graph(), p, wanted)) {
        Map<String, Tensor> out = program.run(inputs);
        same(out, session, wanted);
        Map<String, Tensor> compiled = new HashMap<>();
        gradients.forEach((parameter, gradient) -> compiled.put(parameter, out.get(gradient)));
        same(compiled, derived, compiled.keySet());
      }
    }
  }

  /** Prevents the line per op that SameDiff prints while it derives gradients. */
  private static void muted(Runnable work) {
    PrintStream out = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
    try {
      work.run();
    } finally {
      System.setOut(out);
    }
  }

  @Test
  void dropoutDrawsTheSameBits() {
    TaggerShape shape =
        new TaggerShape(
            EncoderShape.bert(11, 8, 2, 2, 12, 7, 2)
                .withRates(new EncoderShape.Rates(0.2, 0.3, 0.5)),
            3,
            List.of(1));
    try (Parameters p = Parameters.random(shape, 1);
        Inputs in = new Inputs()) {
      TaggerGraph g = TaggerGraph.supervised(p, n -> true, 0.1);
      in.ints(TaggerGraph.LABELS, new int[] {1, 0}).counter(TaggerGraph.COUNTER, 77);
      TaggerInputs.chosen(in, new int[] {1, 4, 9, 2, 7}, new int[] {0, 2, 5}, new int[] {1, 3});
      INDArray session =
          g.graph().outputSingle(arrays(g.graph(), p, in.tensors()), TaggerGraph.LOSS);
      try (Program program =
          new Compiler(g.graph(), Backends.best(), p.tensors())
              .compile(List.of(TaggerGraph.LOSS), Map.of())) {
        double loss = program.run(in.tensors()).get(TaggerGraph.LOSS).get(0);
        assertThat(session.getDouble(0)).isEqualTo(loss);
        in.counter(TaggerGraph.COUNTER, 78);
        assertThat(program.run(in.tensors()).get(TaggerGraph.LOSS).get(0)).isNotEqualTo(loss);
      }
    }
  }

  private static Program compile(SameDiff graph, Parameters p, List<String> wanted) {
    return new Compiler(graph, Backends.choose("reference"), p.tensors()).compile(wanted, Map.of());
  }

  private static void same(
      Map<String, Tensor> compiled, Map<String, INDArray> session, Iterable<String> names) {
    for (String name : names) {
      double[] numbers = session.get(name).dup('c').data().asDouble();
      Close.check(name, numbers, compiled.get(name).toDoubles(), 1e-14, 1e-16);
    }
  }

  /** The values of all placeholders of a graph, including parameters. */
  private static Map<String, INDArray> arrays(
      SameDiff graph, Parameters p, Map<String, Tensor> inputs) {
    Map<String, Tensor> all = new HashMap<>(inputs);
    all.putAll(p.tensors());
    Map<String, INDArray> arrays = new HashMap<>();
    all.forEach(
        (name, t) -> {
          if (graph.hasVariable(name)) {
            arrays.put(name, array(t));
          }
        });
    return arrays;
  }

  private static INDArray array(Tensor t) {
    INDArray array = Nd4j.create(ElementTypes.nd4j(t.type()), t.shape());
    for (int i = 0; i < t.size(); i++) {
      switch (t.type()) {
        case FLOAT32, FLOAT64 -> array.data().put(i, t.get(i));
        case INT32 -> array.data().put(i, t.ints().get(i));
        default -> array.data().put(i, t.longs().get(i));
      }
    }
    return array;
  }
}

package dev.zener.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.graph.Compiler;
import dev.zener.graph.Program;
import dev.zener.op.Backend;
import dev.zener.op.Backends;
import dev.zener.op.onednn.OneDnnBackend;
import dev.zener.testing.Close;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Graphs with bfloat16 products against PyTorch's float32 numbers. An operand is off by up to 2⁻⁹
 * of itself, a sum of products by about as much of its size; through the few layers here that stays
 * within 2⁻⁶ of the largest entry of a hidden state, and within 2⁻⁴ of the length of a gradient.
 */
class Bfloat16Test {
  private static final double FORWARD = 0x1p-6;
  private static final double GRADIENT = 0x1p-4;

  @BeforeAll
  static void supported() {
    assumeTrue(OneDnnBackend.bfloat16(), "this CPU has no bfloat16");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bert-a", "bert-b", "bert-c", "bert-d"})
  void hiddenStatesAndLogits(String name) {
    Backend backend = Backends.choose("onednn", "bfloat16");
    try (GoldenTagger tagger = new GoldenTagger(name, ElementType.FLOAT32)) {
      List<String> wanted = new ArrayList<>();
      for (int m = 0; m <= tagger.shape.encoder().layers(); m++) {
        wanted.add(TaggerGraph.HIDDEN + m);
      }
      tagger.shape.headLayers().forEach(m -> wanted.add(TaggerGraph.LOGITS + m));
      Parameters p = tagger.parameters();
      try (Program program =
          new Compiler(TaggerGraph.encoding(p).graph(), backend, p.tensors())
              .compile(wanted, Map.of())) {
        Map<String, Tensor> out = program.run(tagger.everyRow().tensors());
        for (String o : wanted) {
          assertThat(out.get(o).type()).isEqualTo(ElementType.FLOAT32);
          Close.check(o, out.get(o), tagger.golden.doubles(o), FORWARD, 0);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bert-a", "bert-b", "bert-c", "bert-d"})
  void lossesAndGradients(String name) {
    try (GoldenTagger tagger = new GoldenTagger(name, ElementType.FLOAT32)) {
      for (String objective : tagger.objectives()) {
        check(tagger, objective);
      }
    }
  }

  private static void check(GoldenTagger tagger, String objective) {
    Parameters p = tagger.parameters(objective);
    TaggerGraph g = tagger.graph(objective, p);
    Map<String, String> gradients = g.gradients();
    List<String> wanted = new ArrayList<>(gradients.values());
    wanted.add(TaggerGraph.LOSS);
    Backend backend = Backends.choose("onednn", "bfloat16");
    try (Program program =
        new Compiler(g.graph().getFunction("grad"), backend, p.tensors())
            .compile(wanted, Map.of())) {
      Map<String, Tensor> out = program.run(tagger.inputs(objective).tensors());
      double[] loss = tagger.golden.doubles("loss." + objective);
      Close.check(objective, out.get(TaggerGraph.LOSS), loss, FORWARD, 0);
      double all = 0;
      for (String parameter : gradients.keySet()) {
        all += squares(tagger.golden.doubles("grad." + objective + "." + parameter));
      }
      double floor = 1e-3 * Math.sqrt(all);
      gradients.forEach(
          (parameter, gradient) -> {
            double[] truth = tagger.golden.doubles("grad." + objective + "." + parameter);
            double[] error = out.get(gradient).toDoubles();
            for (int i = 0; i < error.length; i++) {
              error[i] -= truth[i];
            }
            assertThat(Math.sqrt(squares(error)))
                .as(objective + " " + parameter)
                .isLessThanOrEqualTo(Math.max(floor, GRADIENT * Math.sqrt(squares(truth))));
          });
    }
  }

  private static double squares(double[] values) {
    double sum = 0;
    for (double v : values) {
      sum += v * v;
    }
    return sum;
  }
}

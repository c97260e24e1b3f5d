package dev.zener.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.graph.Compiler;
import dev.zener.graph.Inputs;
import dev.zener.graph.Program;
import dev.zener.op.backend.Backend;
import dev.zener.testing.Close;
import dev.zener.testing.Devices;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares the compiled graph with transformers and PyTorch in float64. */
class TaggerGraphTest {
  @ParameterizedTest
  @CsvSource({
    "bert-a, reference",
    "bert-b, reference",
    "bert-c, reference",
    "bert-d, reference",
    "distilbert-a, reference",
    "distilbert-b, reference",
    "distilbert-a, onednn",
    "distilbert-b, onednn",
    "distilbert-a, cuda",
    "distilbert-b, cuda",
    "bert-a, onednn",
    "bert-b, onednn",
    "bert-c, onednn",
    "bert-d, onednn",
    "bert-a, cuda",
    "bert-b, cuda",
    "bert-c, cuda",
    "bert-d, cuda"
  })
  void hiddenStatesAndLogitsAreThoseOfTransformers(String name, String device) {
    Backend backend = Devices.choose(device, "float32");
    boolean exact = device.equals("reference");
    try (GoldenTagger tagger = new GoldenTagger(name, type(exact))) {
      Parameters p = tagger.parameters();
      List<String> wanted = new ArrayList<>();
      for (int m = 0; m < tagger.shape.encoder().layers(); m++) {
        wanted.add(TaggerGraph.HIDDEN + m);
      }
      tagger.shape.headLayers().forEach(m -> wanted.add(TaggerGraph.LOGITS + m));
      forward(tagger, TaggerGraph.inference(p), wanted, tagger.inputs(""), backend, exact);
      wanted.add(TaggerGraph.HIDDEN + tagger.shape.encoder().layers());
      forward(tagger, TaggerGraph.encoding(p), wanted, tagger.everyRow(), backend, exact);
    }
  }

  private static void forward(
      GoldenTagger tagger,
      TaggerGraph g,
      List<String> wanted,
      Inputs inputs,
      Backend backend,
      boolean exact) {
    try (Program program =
        new Compiler(g.graph(), backend, tagger.parameters().tensors()).compile(wanted, Map.of())) {
      Map<String, Tensor> out = program.run(inputs.tensors());
      for (String o : wanted) {
        Close.check(o, out.get(o), tagger.golden.doubles(o), exact ? 1e-9 : 1e-5, 0);
      }
    }
  }

  /** Emulating the card takes most of the time of these tests. */
  @Tag("slow")
  @Test
  void lossesAndAllGradientsAreThoseOfPyTorchOfTheLargestOnACard() {
    lossesAndAllGradientsAreThoseOfPyTorch("bert-c", "cuda");
  }

  @ParameterizedTest
  @CsvSource({
    "bert-a, reference",
    "bert-b, reference",
    "bert-c, reference",
    "bert-d, reference",
    "distilbert-a, reference",
    "distilbert-b, reference",
    "distilbert-a, onednn",
    "distilbert-b, onednn",
    "distilbert-a, cuda",
    "distilbert-b, cuda",
    "bert-a, onednn",
    "bert-b, onednn",
    "bert-c, onednn",
    "bert-d, onednn",
    "bert-a, cuda",
    "bert-b, cuda",
    "bert-d, cuda"
  })
  void lossesAndAllGradientsAreThoseOfPyTorch(String name, String device) {
    Backend backend = Devices.choose(device, "float32");
    boolean exact = device.equals("reference");
    try (GoldenTagger tagger = new GoldenTagger(name, type(exact))) {
      assertThat(tagger.objectives()).isNotEmpty();
      for (String objective : tagger.objectives()) {
        check(tagger, objective, backend, exact);
      }
    }
  }

  private static void check(GoldenTagger tagger, String objective, Backend backend, boolean exact) {
    Parameters p = tagger.parameters(objective);
    TaggerGraph g = tagger.graph(objective, p);
    Map<String, String> gradients = g.gradients();
    String prefix = "grad." + objective + ".";
    long expected = tagger.golden.names().stream().filter(n -> n.startsWith(prefix)).count();
    assertThat(gradients).as(objective).hasSize((int) expected);
    List<String> wanted = new ArrayList<>(gradients.values());
    wanted.add(TaggerGraph.LOSS);
    try (Program program =
        new Compiler(g.graph(), backend, p.tensors()).compile(wanted, Map.of())) {
      Map<String, Tensor> out = program.run(tagger.inputs(objective).tensors());
      double[] loss = tagger.golden.doubles("loss." + objective);
      Close.check(objective, out.get(TaggerGraph.LOSS), loss, exact ? 1e-9 : 1e-5, 0);
      double largest =
          gradients.keySet().stream()
              .mapToDouble(n -> Close.largest(tagger.golden.doubles(prefix + n)))
              .max()
              .orElseThrow();
      gradients.forEach(
          (parameter, gradient) -> {
            double[] truth = tagger.golden.doubles(prefix + parameter);
            boolean zero = parameter.endsWith("key.bias") || parameter.endsWith("k_lin.bias");
            assertThat(Close.largest(truth) == 0).as(parameter + " is zero").isEqualTo(zero);
            double floor = exact ? (zero ? 1e-12 : 0) : 1e-6 * largest;
            Close.check(
                objective + " " + parameter, out.get(gradient), truth, exact ? 1e-9 : 1e-4, floor);
          });
    }
  }

  private static ElementType type(boolean exact) {
    return exact ? ElementType.FLOAT64 : ElementType.FLOAT32;
  }
}

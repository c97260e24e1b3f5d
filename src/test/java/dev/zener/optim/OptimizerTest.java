package dev.zener.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.graph.Compiler;
import dev.zener.graph.Inputs;
import dev.zener.graph.Program;
import dev.zener.model.GoldenTagger;
import dev.zener.model.Parameters;
import dev.zener.model.TaggerGraph;
import dev.zener.op.backend.Backend;
import dev.zener.op.backend.Backends;
import dev.zener.testing.Close;
import dev.zener.testing.Devices;
import dev.zener.testing.Golden;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Compares the update steps of a program with ten steps of PyTorch's AdamW after its
 * clip_grad_norm_.
 */
class OptimizerTest {
  /**
   * Float32 follows float64 to 1e-4 of the largest entry over ten steps. AdamW divides a gradient
   * by its own size, so the relative error of small gradients, about 1e-4, appears in the weights.
   */
  @ParameterizedTest
  @CsvSource({"reference, FLOAT64, 1e-9", "reference, FLOAT32, 1e-4", "onednn, FLOAT32, 1e-4"})
  void trainsAsPyTorchDoes(String device, ElementType type, double share) {
    try (GoldenTagger tagger = new GoldenTagger("bert-d", type);
        Golden steps = new Golden("train-d")) {
      String objective = steps.facts().get("objective").asString();
      Parameters p = tagger.parameters(objective);
      TaggerGraph g = tagger.graph(objective, p);
      Map<String, String> gradients = g.gradients();
      try (Optimizer optimizer =
          new Optimizer(AdamWSettings.DEFAULT, p.tensors(), name -> p.specs().get(name).decays())) {
        Map<String, Tensor> bound = new LinkedHashMap<>(p.tensors());
        bound.putAll(optimizer.moments());
        Backend backend = Devices.choose(device, "float32");
        Compiler compiler = new Compiler(g.graph(), backend, bound);
        optimizer.append(compiler, gradients);
        try (Program program =
            compiler.compile(
                List.of(TaggerGraph.LOSS, Optimizer.NORM), optimizer.placeholders(type))) {
          follow(steps, program, tagger.inputs(objective), optimizer, p, share);
        }
      }
    }
  }

  /** Emulating the card takes most of the time of these tests. */
  @Tag("slow")
  @Test
  void trainsOnACardAsPyTorchDoes() {
    trainsAsPyTorchDoes("cuda", ElementType.FLOAT32, 1e-4);
  }

  private static void follow(
      Golden steps,
      Program program,
      Inputs inputs,
      Optimizer optimizer,
      Parameters p,
      double share) {
    Schedule schedule =
        new Schedule(
            steps.facts().get("baseLearningRate").asDouble(),
            steps.facts().get("scheduleSteps").asInt(),
            0.1);
    double[] losses = steps.doubles("loss");
    double[] norms = steps.doubles("norm");
    double travelled = 0;
    for (int k = 1; k <= losses.length; k++) {
      double rate = schedule.at(k);
      assertThat(rate).isEqualTo(steps.doubles("lr")[k - 1]);
      inputs.doubles(Optimizer.SCALARS, p.type(), optimizer.next(rate), 3);
      Map<String, Tensor> out = program.run(inputs.tensors());
      double[] loss = {losses[k - 1]};
      double[] norm = {norms[k - 1]};
      Close.check("loss of step " + k, out.get(TaggerGraph.LOSS), loss, share, 0);
      Close.check("norm of step " + k, out.get(Optimizer.NORM), norm, share, 0);
      String step = "step." + k + ".";
      travelled += rate;
      if (k == 1 || k == losses.length) {
        parameters(steps, k, p, share, p.type() == ElementType.FLOAT32 ? travelled : 0);
      }
    }
    assertThat(optimizer.step()).isEqualTo(losses.length);
  }

  /**
   * A key bias has no gradient in exact arithmetic. The rounding errors of float32 leave a gradient
   * of about ε, so AdamW may change the bias by up to the learning rate in any direction. Nothing
   * depends on it.
   */
  private static void parameters(
      Golden steps, int k, Parameters p, double share, double travelled) {
    p.tensors()
        .forEach(
            (name, t) -> {
              String golden = "step." + k + "." + name;
              double floor = name.endsWith("key.bias") ? travelled : 0;
              Close.check(golden, t, steps.doubles(golden), share, floor);
            });
  }

  @ParameterizedTest
  @MethodSource("dev.zener.testing.Devices#all")
  void resumesWhereItStopped(String device) {
    double[] gradient = {0.5, -2, 0.125};
    double[] whole = steps(device, gradient, 6, 6);
    assertThat(steps(device, gradient, 6, 3)).isEqualTo(whole);
  }

  /** Runs steps on one parameter and continues with a new optimiser after some of them. */
  private static double[] steps(String device, double[] gradient, int count, int handover) {
    try (Block block = Block.allocate(4096);
        Inputs inputs = new Inputs()) {
      Tensor p = block.tensor(0, ElementType.FLOAT32, 3);
      p.setDoubles(new double[] {1, 2, 3});
      inputs.doubles("gradient", ElementType.FLOAT32, gradient, 3);
      Optimizer first = new Optimizer(AdamWSettings.DEFAULT, Map.of("w", p), name -> true);
      run(device, first, p, inputs, handover);
      try (first;
          Optimizer second = new Optimizer(AdamWSettings.DEFAULT, Map.of("w", p), name -> true)) {
        second.moments().forEach((n, t) -> t.bytes().put(first.moments().get(n).bytes()));
        second.resume(first.step());
        run(device, second, p, inputs, count - handover);
      }
      return p.toDoubles();
    }
  }

  private static void run(String device, Optimizer optimizer, Tensor p, Inputs inputs, int count) {
    run(device, optimizer, Map.of("w", p), inputs, count, 0.1);
  }

  /** Runs steps on parameters that all have the same gradient. */
  private static void run(
      String device,
      Optimizer optimizer,
      Map<String, Tensor> parameters,
      Inputs inputs,
      int count,
      double rate) {
    Map<String, Tensor> bound = new LinkedHashMap<>(optimizer.moments());
    bound.putAll(parameters);
    Compiler compiler = new Compiler(SameDiff.create(), Backends.choose(device), bound);
    Map<String, String> gradients = new LinkedHashMap<>();
    parameters.keySet().forEach(name -> gradients.put(name, "gradient"));
    optimizer.append(compiler, gradients);
    Map<String, ElementType> placeholders = new LinkedHashMap<>();
    placeholders.put("gradient", ElementType.FLOAT32);
    placeholders.putAll(optimizer.placeholders(ElementType.FLOAT32));
    try (Program program = compiler.compile(List.of(Optimizer.NORM), placeholders)) {
      for (int i = 0; i < count; i++) {
        inputs.doubles(Optimizer.SCALARS, ElementType.FLOAT32, optimizer.next(rate), 3);
        program.run(inputs.tensors());
      }
    }
  }

  /** Weight decay is a part of the step, so it has the factor too. */
  @ParameterizedTest
  @MethodSource("dev.zener.testing.Devices#all")
  void aFactorScalesTheStepsOfItsParameters(String device) {
    Map<String, Double> factors = Map.of("none", 0.0, "usual", 1.0, "twice", 2.0);
    Map<String, double[]> mixed = trained(device, factors, 0.1);
    assertThat(mixed.get("none")).containsExactly(1, 2, 3);
    assertThat(mixed.get("usual"))
        .isEqualTo(trained(device, Map.of("usual", 1.0), 0.1).get("usual"))
        .doesNotContain(1, 2, 3);
    assertThat(mixed.get("twice"))
        .isEqualTo(trained(device, Map.of("twice", 1.0), 0.2).get("twice"))
        .isNotEqualTo(mixed.get("usual"));
  }

  /** The values of parameters after three steps with the same gradient, which is not clipped. */
  private static Map<String, double[]> trained(
      String device, Map<String, Double> factors, double rate) {
    Map<String, double[]> values = new LinkedHashMap<>();
    try (Block block = Block.allocate(4096);
        Inputs inputs = new Inputs()) {
      Map<String, Tensor> parameters = new LinkedHashMap<>();
      for (String name : factors.keySet()) {
        Tensor p = block.tensor(parameters.size() * 256L, ElementType.FLOAT32, 3);
        p.setDoubles(new double[] {1, 2, 3});
        parameters.put(name, p);
      }
      inputs.doubles("gradient", ElementType.FLOAT32, new double[] {0.5, -2, 0.125}, 3);
      AdamWSettings settings = new AdamWSettings(0.9, 0.999, 1e-8, 0.01, 0);
      try (Optimizer optimizer = new Optimizer(settings, parameters, name -> true, factors::get)) {
        run(device, optimizer, parameters, inputs, 3, rate);
      }
      parameters.forEach((name, p) -> values.put(name, p.toDoubles()));
    }
    return values;
  }

  @Test
  void namesAParameterWithoutGradient() {
    try (Block block = Block.allocate(64);
        Optimizer optimizer =
            new Optimizer(
                AdamWSettings.DEFAULT,
                Map.of("w", block.tensor(0, ElementType.FLOAT32, 3)),
                name -> true)) {
      Compiler compiler =
          new Compiler(SameDiff.create(), Backends.choose("reference"), optimizer.moments());
      assertThatThrownBy(() -> optimizer.append(compiler, Map.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("no gradient for trained parameter w");
    }
  }

  @Test
  void namesASettingThatIsNotAllowed() {
    assertThatThrownBy(() -> new AdamWSettings(1, 0.9, 1e-8, 0, 1))
        .hasMessage("beta1 1.0; allowed: 0 ≤ beta1 < 1");
    assertThatThrownBy(() -> new AdamWSettings(0.9, 0.9, 0, 0, 1))
        .hasMessage("epsilon 0.0; allowed: above 0");
    assertThatThrownBy(() -> new AdamWSettings(0.9, 0.9, 1e-8, -1, 1))
        .hasMessage("decay -1.0; allowed: 0 and more");
  }
}

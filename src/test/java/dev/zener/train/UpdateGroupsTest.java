package dev.zener.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.data.ChosenRows;
import dev.zener.data.LabelledSentence;
import dev.zener.data.PackedBatch;
import dev.zener.data.Window;
import dev.zener.device.Tensor;
import dev.zener.graph.Inputs;
import dev.zener.model.EncoderShape;
import dev.zener.model.GraphBuilder;
import dev.zener.model.LossGraph;
import dev.zener.model.ParameterGroup;
import dev.zener.model.ParameterSpec;
import dev.zener.model.Parameters;
import dev.zener.model.TaggerGraph;
import dev.zener.model.TaggerInputs;
import dev.zener.model.TaggerShape;
import dev.zener.op.CrossEntropy;
import dev.zener.op.backend.Backends;
import dev.zener.optim.AdamWSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * An adversarial method as it could be written: a discriminator learns to tell source from target
 * by the vectors of words, and the encoder learns to tag while it misleads the discriminator. The
 * two languages share no word, so a discriminator always wins that is not misled.
 */
class UpdateGroupsTest {
  private static final int STEPS = 240;
  private static final int LAST = 60;
  private static final String DOMAINS = "domains";
  private static final String ALL_WORD_ROWS = "allWordRows";
  private static final String FLIPPED = "flippedDomains";

  private static final TaggerShape SHAPE =
      new TaggerShape(
          EncoderShape.bert(TinyCorpora.TOKENIZER.size(), 12, 1, 2, 20, 32, 2)
              .withRates(new EncoderShape.Rates(0, 0, 0.3)),
          TinyCorpora.LABELS.size(),
          List.of(),
          discriminator());

  private static List<ParameterSpec> discriminator() {
    List<ParameterSpec> specs = new ArrayList<>();
    specs.addAll(ParameterSpec.linear(ParameterGroup.LOSS, "discriminator.1", 8, 12));
    specs.addAll(ParameterSpec.linear(ParameterGroup.LOSS, "discriminator.2", 2, 8));
    return specs;
  }

  private static boolean isDiscriminator(String parameter) {
    return parameter.startsWith("discriminator.");
  }

  /** Batches of four source and four target sentences. */
  private static class Adversarial implements Objective {
    private static final int SIDE = 4;

    private final List<LabelledSentence> labelled =
        TinyCorpora.labelled(1, 3, 2, 3, 3, 2, 3, 3, 3, 2, 3, 3, 3, 3, 3);
    private final WindowedText source = TinyCorpora.source(labelled);
    private final WindowedText target =
        TinyCorpora.corpus(TinyCorpora.unlabelled(2, 2, 3, 3, 3, 2, 3, 3, 2, 3, 3, 3, 2, 3));
    private final double lambda;

    Adversarial(double lambda) {
      this.lambda = lambda;
    }

    @Override
    public List<LossGraph> graphs(Parameters parameters, Predicate<String> trained) {
      TaggerGraph discriminator =
          TaggerGraph.training(parameters, name -> isDiscriminator(name) && trained.test(name));
      discriminator.minimise(
          List.of(discriminator.term("domain", domain(discriminator, DOMAINS))), List.of(1.0));
      TaggerGraph tagger =
          TaggerGraph.training(parameters, name -> !isDiscriminator(name) && trained.test(name));
      GraphBuilder g = tagger.builder();
      SDVariable tags =
          new CrossEntropy(g.graph(), tagger.logits(), g.integers(TaggerGraph.LABELS))
              .outputVariable();
      tagger.minimise(
          List.of(tagger.term("tags", tags), tagger.term("misled", domain(tagger, FLIPPED))),
          List.of(1.0, lambda));
      return List.of(discriminator, tagger);
    }

    private static SDVariable domain(TaggerGraph graph, String labels) {
      GraphBuilder g = graph.builder();
      SDVariable inner = g.linear(graph.last(ALL_WORD_ROWS), "discriminator.1", true);
      SDVariable logits = g.linear(inner, "discriminator.2", false); // [W,2]
      return new CrossEntropy(g.graph(), logits, g.integers(labels)).outputVariable();
    }

    @Override
    public Batch fill(long step, Inputs inputs) {
      List<Window> windows = new ArrayList<>(side(source, step));
      windows.addAll(side(target, step));
      PackedBatch batch = PackedBatch.of(windows);
      ChosenRows rows = TaggerInputs.chosen(inputs, batch.ids(), batch.offsets(), batch.wordRows());
      int labelledWords = batch.wordOffsets()[SIDE];
      inputs.ints(TaggerGraph.LAST_WORD_ROWS, Arrays.copyOf(rows.wordRows(), labelledWords));
      inputs.ints(ALL_WORD_ROWS, rows.wordRows());
      int[] domains = new int[rows.wordRows().length];
      Arrays.fill(domains, labelledWords, domains.length, 1);
      int[] gold = new int[labelledWords];
      for (int b = 0; b < SIDE; b++) {
        for (int w = batch.wordOffsets()[b]; w < batch.wordOffsets()[b + 1]; w++) {
          String tag = labelled.get(batch.sentences()[b]).tags().get(batch.words()[w]);
          gold[w] = TinyCorpora.LABELS.index(tag);
        }
      }
      inputs.ints(TaggerGraph.LABELS, gold);
      inputs.ints(DOMAINS, domains);
      inputs.ints(FLIPPED, IntStream.of(domains).map(domain -> 1 - domain).toArray());
      return Batch.of(windows, 2 * SIDE, batch.pieces());
    }

    private static List<Window> side(WindowedText text, long step) {
      int first = (int) (step % 3) * SIDE;
      return text.windows(IntStream.range(first, first + SIDE).toArray());
    }

    @Override
    public int stepsPerEpoch() {
      return 3;
    }

    @Override
    public long sentences(long steps) {
      return steps * 2 * SIDE;
    }

    @Override
    public int pieces(long step) {
      return 0;
    }
  }

  private static TrainingSession session(Objective objective, Parameters parameters) {
    return new TrainingSession(
        objective, parameters, name -> false, AdamWSettings.DEFAULT, Backends.best(), 1);
  }

  /** The mean of each term over the last steps. */
  private static Map<String, Double> train(double lambda) {
    Map<String, Double> means = new LinkedHashMap<>();
    try (Parameters parameters = Parameters.random(SHAPE, 4);
        TrainingSession session = session(new Adversarial(lambda), parameters)) {
      for (int step = 0; step < STEPS; step++) {
        boolean counts = step >= STEPS - LAST;
        session
            .step(5e-3)
            .terms()
            .forEach((name, loss) -> means.merge(name, counts ? loss / LAST : 0, Double::sum));
      }
    }
    return means;
  }

  @Tag("slow")
  @Test
  void aDiscriminatorLosesAgainstAnEncoderThatMisleadsIt() {
    Map<String, Double> alone = train(0);
    assertThat(alone.get("domain")).isLessThan(0.1);
    assertThat(alone.get("tags")).isLessThan(0.1);
    Map<String, Double> against = train(1);
    assertThat(against.get("domain")).as("ln 2 is a guess").isGreaterThan(0.6);
    assertThat(against.get("tags")).isLessThan(0.2);
  }

  @Test
  void aGroupTrainsItsOwnParametersOnly() {
    try (Parameters parameters = Parameters.random(SHAPE, 4);
        TrainingSession session = session(new Adversarial(1), parameters)) {
      assertThat(session.trained().keySet()).isEqualTo(parameters.tensors().keySet());
      assertThat(session.state()).hasSize(3 * parameters.tensors().size());
      session.step(1e-3);
      assertThat(session.steps()).isOne();
    }
    Objective twice =
        new Adversarial(1) {
          @Override
          public List<LossGraph> graphs(Parameters parameters, Predicate<String> trained) {
            List<LossGraph> graphs = new ArrayList<>(super.graphs(parameters, trained));
            graphs.addAll(super.graphs(parameters, trained));
            return graphs;
          }
        };
    try (Parameters parameters = Parameters.random(SHAPE, 4)) {
      assertThatThrownBy(() -> session(twice, parameters))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("is trained by two update groups");
    }
  }

  @Test
  void aFactorOfZeroKeepsAGroupAsItIs() {
    RateFactors factors = new RateFactors(Map.of("layers", 0.0, "1", 1.0, "heads", 0.0));
    try (Parameters parameters = Parameters.random(SHAPE, 4)) {
      Map<String, double[]> before = new HashMap<>();
      parameters.tensors().forEach((name, t) -> before.put(name, t.toDoubles()));
      try (TrainingSession session =
          new TrainingSession(
              new Adversarial(1),
              parameters,
              name -> false,
              AdamWSettings.DEFAULT,
              name -> factors.of(parameters.specs().get(name).group()),
              Backends.best(),
              1)) {
        session.step(1e-3);
      }
      parameters
          .tensors()
          .forEach(
              (name, t) -> {
                ParameterGroup group = parameters.specs().get(name).group();
                boolean kept = factors.of(group) == 0;
                assertThat(Arrays.equals(t.toDoubles(), before.get(name))).as(name).isEqualTo(kept);
              });
    }
  }

  @Test
  void aResumedTrainingHasTheSameBits() {
    try (Parameters parameters = Parameters.random(SHAPE, 4);
        Parameters resumed = Parameters.random(SHAPE, 5);
        TrainingSession session = session(new Adversarial(1), parameters)) {
      session.step(1e-3);
      session.step(1e-3);
      Map<String, double[]> state = new HashMap<>();
      session.state().forEach((name, t) -> state.put(name, t.toDoubles()));
      session.step(1e-3);
      try (TrainingSession second = session(new Adversarial(1), resumed)) {
        second
            .state()
            .forEach(
                (name, t) -> {
                  t.setDoubles(state.get(name));
                  t.changed();
                });
        second.resume(2);
        second.step(1e-3);
        Map<String, Tensor> found = second.state();
        session
            .state()
            .forEach((name, t) -> assertThat(found.get(name).toDoubles()).isEqualTo(t.toDoubles()));
      }
    }
  }
}

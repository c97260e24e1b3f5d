package dev.zener.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.zener.data.LabelledSentence;
import dev.zener.device.MemoryLimit;
import dev.zener.device.Tensor;
import dev.zener.label.LabelSet;
import dev.zener.model.EncoderShape;
import dev.zener.model.Parameters;
import dev.zener.model.TaggerShape;
import dev.zener.op.backend.Backend;
import dev.zener.op.backend.Backends;
import dev.zener.optim.AdamWSettings;
import dev.zener.optim.Schedule;
import dev.zener.predict.Batching;
import dev.zener.predict.Decoding;
import dev.zener.predict.Predictor;
import dev.zener.problem.InputException;
import dev.zener.testing.HfTiny;
import dev.zener.tokenizer.PieceTokenizer;
import dev.zener.tokenizer.TokenizerFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests the training loop with a tiny encoder. A listener changes weights to get the scores that a
 * test needs.
 */
class TrainerTest {
  private static final PieceTokenizer TOKENIZER = TokenizerFiles.open(HfTiny.TAGGER);
  private static final LabelSet LABELS = LabelSet.of(List.of("PER"));
  private static final TrainEvent.Job JOB = new TrainEvent.Job("direct", Optional.empty(), 1);
  private static final String BIAS = "classifier.bias";
  private static final int STEPS = 10;

  private static final List<LabelledSentence> TRAIN =
      List.of(
          new LabelledSentence(
              List.of("Ana", "ide", "u", "Zagreb"), List.of("B-PER", "O", "O", "O")),
          new LabelledSentence(List.of("Wien", "liegt", "an", "der"), List.of("O", "O", "O", "O")));

  /** Sentences that consist only of names: a model that tags every word B-PER scores 1. */
  private static final List<LabelledSentence> NAMES =
      List.of(new LabelledSentence(List.of("Ana", "Wien"), List.of("B-PER", "B-PER")));

  @TempDir Path folder;

  private final Map<Long, Map<String, double[]>> weights = new HashMap<>();
  private final List<TrainEvent.Evaluated> evaluations = new ArrayList<>();
  private Map<String, double[]> left;
  private MemoryLimit memory = MemoryLimit.NONE;
  private Map<String, List<LabelledSentence>> development = Map.of("", NAMES);
  private Consumer<TrainEvent.Step> whileTraining = event -> {};

  /** Makes the classifier predict a label from the next step on. */
  private record Force(long afterStep, String label) {}

  private Trainer.Chosen train(Select select, Force... forces) {
    TaggerShape shape =
        new TaggerShape(
            EncoderShape.bert(TOKENIZER.size(), 8, 1, 2, 8, 16, 2)
                .withRates(new EncoderShape.Rates(0, 0, 0.02)),
            LABELS.size(),
            List.of());
    Backend backend = Backends.best();
    WindowedText corpus =
        WindowedText.of(TOKENIZER, 16, TRAIN.stream().map(LabelledSentence::unlabelled).toList());
    Supervised method = new Supervised(corpus, TRAIN, LABELS, 2, 0, 1);
    Trainer.Plan plan =
        new Trainer.Plan(
            JOB,
            new Schedule(1e-3, STEPS, 0.1),
            new DevSets(Map.of(DevSets.SOURCE, development)),
            select,
            2,
            5,
            folder.resolve("last.safetensors"),
            memory);
    try (Parameters p = Parameters.random(shape, 1);
        TrainingSession session =
            new TrainingSession(method, p, name -> false, AdamWSettings.DEFAULT, backend, 1);
        Predictor predictor =
            new Predictor(
                p,
                backend,
                TOKENIZER,
                LABELS,
                new Predictor.Settings(16, Batching.of(64), Decoding.ARGMAX))) {
      TrainListener listener = new Turning(session.trained(), forces);
      Trainer.Chosen chosen =
          new Trainer(plan, session, method, set -> predictor, listener, () -> 0).train();
      left = copy(session.trained());
      return chosen;
    }
  }

  private static Map<String, double[]> copy(Map<String, Tensor> tensors) {
    Map<String, double[]> copy = new HashMap<>();
    tensors.forEach((name, t) -> copy.put(name, t.toDoubles()));
    return copy;
  }

  private final class Turning implements TrainListener {
    private final Map<String, Tensor> trained;
    private final Force[] forces;

    Turning(Map<String, Tensor> trained, Force... forces) {
      this.trained = trained;
      this.forces = forces;
    }

    @Override
    public void step(TrainEvent.Step event) {
      whileTraining.accept(event);
      for (Force force : forces) {
        if (force.afterStep() == event.step()) {
          double[] bias = new double[LABELS.size()];
          if (force.label().equals("NaN")) {
            bias[0] = Double.NaN;
          } else if (force.label().equals("infinite")) {
            bias[LABELS.index("O")] = -Float.MAX_VALUE;
            bias[LABELS.index("B-PER")] = Float.MAX_VALUE;
          } else {
            bias[LABELS.index(force.label())] = 100;
          }
          trained.get(BIAS).setDoubles(bias);
        }
      }
    }

    @Override
    public void evaluated(TrainEvent.Evaluated event) {
      evaluations.add(event);
      weights.put(event.step(), copy(trained));
    }
  }

  private void assertLeft(long step) {
    assertThat(left.keySet()).isEqualTo(weights.get(step).keySet());
    left.forEach((name, values) -> assertThat(values).isEqualTo(weights.get(step).get(name)));
  }

  @Test
  void theBestOnTheSourcesDevelopmentFileCounts() {
    Trainer.Chosen chosen =
        train(Select.SOURCE_DEV, new Force(1, "O"), new Force(4, "B-PER"), new Force(7, "O"));
    assertThat(evaluations)
        .extracting(TrainEvent.Evaluated::step)
        .containsExactly(2L, 4L, 6L, 8L, 10L);
    assertThat(evaluations)
        .extracting(e -> e.scores().get("source-dev"))
        .containsExactly(0.0, 1.0, 1.0, 0.0, 0.0);
    assertThat(evaluations)
        .extracting(TrainEvent.Evaluated::best)
        .containsExactly(true, true, false, false, false);
    assertThat(chosen).isEqualTo(new Trainer.Chosen(4, 1));
    assertLeft(4);
    assertThat(left.get(BIAS)).isNotEqualTo(weights.get(10L).get(BIAS));
  }

  @Test
  void theMeanOfTheLanguagesOfADevelopmentSetCounts() {
    development = new LinkedHashMap<>();
    development.put("hr", NAMES);
    development.put(
        "sl", List.of(new LabelledSentence(List.of("Ana", "ide"), List.of("B-PER", "O"))));
    Trainer.Chosen chosen =
        train(Select.SOURCE_DEV, new Force(1, "O"), new Force(4, "B-PER"), new Force(7, "O"));
    assertThat(evaluations.get(0).scores())
        .containsExactly(
            entry("source-dev-hr", 0.0), entry("source-dev-sl", 0.0), entry("source-dev", 0.0));
    double sl = 2.0 / 3;
    assertThat(evaluations.get(1).scores())
        .containsExactly(
            entry("source-dev-hr", 1.0),
            entry("source-dev-sl", sl),
            entry("source-dev", (1 + sl) / 2));
    assertThat(chosen).isEqualTo(new Trainer.Chosen(4, (1 + sl) / 2));
  }

  @Test
  void withoutAFileToSelectByTheLastStepCounts() {
    Trainer.Chosen chosen = train(Select.LAST, new Force(1, "B-PER"), new Force(7, "O"));
    assertThat(evaluations).allMatch(TrainEvent.Evaluated::best);
    assertThat(evaluations)
        .extracting(e -> e.scores().get("source-dev"))
        .containsExactly(1.0, 1.0, 1.0, 0.0, 0.0);
    assertThat(chosen).as("its score is for other seeds").isEqualTo(new Trainer.Chosen(STEPS, 0));
    assertLeft(STEPS);
  }

  @Test
  void aLossThatIsNoNumberStopsTheTraining() {
    assertThatThrownBy(() -> train(Select.SOURCE_DEV, new Force(3, "NaN")))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("direct, seed 1 at step 4: the loss is NaN")
        .hasMessageMatching(
            "(?s).* in a batch of the sentences \\[\\d+(, \\d+)*\\] of its training text.*")
        .hasMessageContaining("lower the learning rate")
        .hasMessageNotContaining("last valid state");
    assertThat(evaluations).extracting(TrainEvent.Evaluated::step).containsExactly(2L);
  }

  @Test
  void anInfiniteLossDoesToo() {
    assertThatThrownBy(() -> train(Select.SOURCE_DEV, new Force(3, "infinite")))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("direct, seed 1 at step 4: the loss is Infinity");
  }

  @Test
  void itNamesTheLastGoodState() {
    assertThatThrownBy(() -> train(Select.SOURCE_DEV, new Force(6, "NaN")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("at step 6: the model's scores are not finite")
        .hasMessageEndingWith("the last valid state is " + folder.resolve("last.safetensors"));
  }

  @Test
  void aTrainingThatDoesNotFitIsRefusedBeforeItStarts() {
    memory = new MemoryLimit(10 << 20, () -> 1 << 20);
    assertThatThrownBy(() -> train(Select.SOURCE_DEV))
        .isInstanceOf(InputException.class)
        .hasMessageMatching(
            "direct, seed 1: a batch of \\d+ pieces needs \\d+ MiB in addition to the 1 MiB already"
                + " resident, but `maxMemory` allows 10; set `maxMemory` to at least \\d+m, start"
                + " a new run with smaller batches \\(teacher.batch, student.batch; for methods"
                + " lstm-..., lstm.batch, selfTraining.batch\\), or give Java a smaller heap \\(-Xmx\\)");
    assertThat(evaluations).isEmpty();
  }

  @Test
  void memoryThatGoesMeanwhileStopsTheTrainingWhereItIs() {
    AtomicLong resident = new AtomicLong();
    memory = new MemoryLimit(4L << 30, resident::get);
    whileTraining = event -> resident.set(event.step() == 6 ? 5L << 30 : 1 << 20);
    assertThatThrownBy(() -> train(Select.SOURCE_DEV))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("direct, seed 1 at step 7: a batch of ")
        .hasMessageContaining("`maxMemory` allows 4096; set `maxMemory` to at least 5172m");
    assertThat(folder.resolve("last.safetensors")).exists();
    assertThat(evaluations).extracting(TrainEvent.Evaluated::step).containsExactly(2L, 4L, 6L);
  }

  @Test
  void aLimitThatSufficesChangesNothing() throws IOException {
    train(Select.LAST);
    Map<String, double[]> free = left;
    // so that the second training starts from the beginning
    Files.delete(folder.resolve("last.safetensors"));
    memory = new MemoryLimit(4L << 30, () -> 1 << 20);
    train(Select.LAST);
    free.forEach((name, values) -> assertThat(left.get(name)).isEqualTo(values));
  }
}

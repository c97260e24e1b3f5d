package dev.zener.method;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.data.LabelledSentence;
import dev.zener.label.LabelSet;
import dev.zener.model.BiLstmShape;
import dev.zener.model.Parameters;
import dev.zener.op.backend.Backend;
import dev.zener.op.backend.Backends;
import dev.zener.optim.AdamWSettings;
import dev.zener.optim.Schedule;
import dev.zener.predict.Batching;
import dev.zener.predict.Evaluator;
import dev.zener.predict.Predictor;
import dev.zener.predict.WordCutter;
import dev.zener.tokenizer.Characters;
import dev.zener.train.LabelledWindows;
import dev.zener.train.LengthSelection;
import dev.zener.train.TrainingSession;
import dev.zener.train.WindowedText;
import dev.zener.train.WordSupervised;
import dev.zener.vectors.EvenVectors;
import dev.zener.vectors.VectorTables;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Pseudo labels miss more names the longer a sentence is, and only they tell the target's names:
 * its vectors are not mapped, so what the source's labels teach says nothing about them.
 */
@Tag("slow")
class PlantedNoiseTest {
  private static final long SEED = 1;
  private static final int EPOCHS = 6;
  private static final int BATCH = 16;
  private static final LabelSet LABELS = LabelSet.of(List.of("PER", "LOC"));

  private final PlantedLanguages languages = new PlantedLanguages(SEED);
  private final List<String> persons = languages.words(40);
  private final List<String> places = languages.words(40);
  private final List<String> others = languages.words(80);
  private final VectorTables vectors =
      new VectorTables(
          List.of(new EvenVectors(languages.source()), new EvenVectors(languages.target())));
  private final List<LabelledSentence> source = text(200);
  private final List<LabelledSentence> target = translated(text(200));
  private final List<LabelledSentence> noisy = target.stream().map(this::missed).toList();
  private final List<LabelledSentence> test = translated(text(100));
  private final Characters characters =
      Characters.of(
          Stream.of(source, target).flatMap(List::stream).map(LabelledSentence::words).toList(), 1);

  @Test
  void aSelectionByLengthKeepsTheNamesThatEverySentenceLoses() {
    assertThat(f1(noisy, new LengthSelection(4, 8, 3))).isGreaterThan(0.6);
    assertThat(f1(noisy, new LengthSelection(4, 8, 0))).as("every sentence").isLessThan(0.3);
  }

  private List<LabelledSentence> text(int sentences) {
    return Stream.generate(this::sentence).limit(sentences).toList();
  }

  private static List<LabelledSentence> translated(List<LabelledSentence> sentences) {
    return sentences.stream().map(PlantedLanguages::translated).toList();
  }

  /** A sentence of 4 to 40 words, of which 40 percent are names. */
  private LabelledSentence sentence() {
    PlantedSentence sentence = new PlantedSentence();
    int length = 4 + languages.random().nextInt(37);
    while (sentence.size() < length) {
      double kind = languages.random().nextDouble();
      if (kind < 0.2) {
        sentence.add(languages.any(persons), "B-PER");
      } else if (kind < 0.4) {
        sentence.add(languages.any(places), "B-LOC");
      } else {
        sentence.add(languages.any(others), "O");
      }
    }
    return sentence.labelled();
  }

  /** No names are missed in sentences of up to 8 words, and nine of ten in those of 20 and more. */
  private LabelledSentence missed(LabelledSentence sentence) {
    double share = Math.min(0.9, Math.max(0, (sentence.size() - 8) * 0.9 / 12));
    return new LabelledSentence(
        sentence.words(),
        sentence.tags().stream().map(tag -> languages.chance(share) ? "O" : tag).toList());
  }

  /** The F1 on the target of a model that learned pseudo labels. */
  private double f1(List<LabelledSentence> pseudo, LengthSelection selection) {
    Backend backend = Backends.cpu();
    WordSupervised objective =
        new WordSupervised(
            windows(source, 0),
            Optional.of(new WordSupervised.Pseudo(windows(pseudo, 1), selection, EPOCHS)),
            vectors,
            BATCH,
            0.05,
            SEED);
    BiLstmShape shape =
        new BiLstmShape(
            characters.size(), 6, 6, vectors.width(), 16, LABELS.size(), true, 0, false, 0.2);
    Schedule schedule = new Schedule(2e-2, EPOCHS * objective.stepsPerEpoch(), 0.1);
    try (Parameters parameters = Parameters.random(shape, SEED);
        TrainingSession session =
            new TrainingSession(
                objective, parameters, name -> false, AdamWSettings.DEFAULT, backend, SEED);
        Predictor predictor =
            Predictor.biLstm(
                parameters, backend, characters, vectors, 1, LABELS, Batching.of(2000))) {
      for (int step = 1; step <= schedule.steps(); step++) {
        session.step(schedule.at(step));
      }
      return Evaluator.evaluate(predictor, test).evaluation().micro().f1();
    }
  }

  private LabelledWindows windows(List<LabelledSentence> sentences, int language) {
    return LabelledWindows.of(
        WindowedText.of(
            new WordCutter(characters, vectors, language),
            sentences.stream().map(LabelledSentence::unlabelled).toList()),
        sentences.stream().map(LabelledSentence::tags).toList(),
        LABELS);
  }
}

package dev.zener.run;

import dev.zener.data.LabelledSentence;
import dev.zener.files.AtomicFile;
import dev.zener.format.ConllWriter;
import dev.zener.metric.Counts;
import dev.zener.predict.Evaluator;
import dev.zener.predict.Prediction;
import dev.zener.predict.Predictor;
import dev.zener.train.TrainEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Scores a finished training on test sets and writes its predictions. */
record TestScoring(RunDirectory directory, TrainEvent.Job job) {
  /**
   * Scores all test sets and writes predictions in CoNLL columns: token, gold tag, predicted tag.
   *
   * @return the score on each test set, by name
   */
  Map<String, TestScore> score(Predictor predictor, Map<String, List<LabelledSentence>> tests) {
    Map<String, TestScore> scores = new LinkedHashMap<>();
    tests.forEach(
        (name, gold) -> {
          Evaluator.Result result = Evaluator.evaluate(predictor, gold);
          write(name, gold, result);
          scores.put(name, TestScore.of(counts(gold, result.predictions())));
        });
    return scores;
  }

  private static List<Counts> counts(List<LabelledSentence> gold, List<Prediction> predictions) {
    return IntStream.range(0, gold.size())
        .mapToObj(s -> Counts.of(gold.get(s).tags(), predictions.get(s).tags()))
        .toList();
  }

  private void write(String name, List<LabelledSentence> gold, Evaluator.Result result) {
    String file = job.method() + "-" + name + "-seed" + job.seed() + ".conll";
    Path target = directory.predictions().resolve(file);
    StringBuilder text = new StringBuilder();
    try {
      ConllWriter writer = new ConllWriter(text);
      for (int s = 0; s < gold.size(); s++) {
        LabelledSentence sentence = gold.get(s);
        writer.write(sentence.words(), sentence.tags(), result.predictions().get(s).tags());
      }
      AtomicFile.write(target, text.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(target + ": cannot be written", e);
    }
  }
}

package dev.zener.predict;

import dev.zener.data.LabelledSentence;
import dev.zener.data.Sentence;
import dev.zener.metric.Evaluation;
import dev.zener.metric.Scorer;
import java.util.List;

/** Scores a predictor on sentences with gold tags. */
public final class Evaluator {
  /** The scores and the predictions that they were computed from. */
  public record Result(Evaluation evaluation, List<Prediction> predictions) {
    public Result {
      predictions = List.copyOf(predictions);
    }
  }

  private Evaluator() {}

  /** Predicts the tags of all sentences and scores them against the gold tags. */
  public static Result evaluate(Predictor predictor, List<LabelledSentence> gold) {
    List<Sentence> sentences = gold.stream().map(LabelledSentence::unlabelled).toList();
    List<Prediction> predictions = predictor.predict(sentences);
    Scorer scorer = new Scorer();
    for (int s = 0; s < gold.size(); s++) {
      scorer.add(gold.get(s).tags(), predictions.get(s).tags());
    }
    return new Result(scorer.evaluation(), predictions);
  }
}

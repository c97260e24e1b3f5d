package dev.zener.predict;

import dev.zener.data.LabelledSentence;
import dev.zener.data.Sentence;
import dev.zener.label.LabelSet;
import dev.zener.label.Span;
import dev.zener.metric.Scorer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How a trained tagger is to be used, chosen on a development set.
 *
 * @param decoding Viterbi where its micro F1 is at least that of argmax, since it never gives a
 *     sequence that IOB2 does not allow
 * @param calibration of the confidence of the entities that this decoding finds
 */
public record Tuning(Decoding decoding, Calibration calibration) {
  /**
   * Chooses.
   *
   * @param predictor with temperature 1; its own decoding plays no part
   * @param gold sentences that the tagger was not trained on
   */
  public static Tuning on(Predictor predictor, List<LabelledSentence> gold) {
    List<Sentence> sentences = gold.stream().map(LabelledSentence::unlabelled).toList();
    return of(predictor.probabilities(sentences), predictor.labels(), gold);
  }

  /**
   * @param p probabilities [sentences][words][C]
   */
  static Tuning of(double[][][] p, LabelSet labels, List<LabelledSentence> gold) {
    Decoding best =
        f1(p, Decoding.VITERBI, labels, gold) >= f1(p, Decoding.ARGMAX, labels, gold)
            ? Decoding.VITERBI
            : Decoding.ARGMAX;
    return new Tuning(best, new Calibration(found(p, best, labels, gold)));
  }

  private static double f1(
      double[][][] p, Decoding decoding, LabelSet labels, List<LabelledSentence> gold) {
    Scorer scorer = new Scorer();
    for (int s = 0; s < p.length; s++) {
      int[] chosen = decoding.decode(p[s], labels);
      scorer.add(gold.get(s).tags(), Predictor.prediction(p[s], chosen, labels).tags());
    }
    return scorer.evaluation().micro().f1();
  }

  private static List<Calibration.Found> found(
      double[][][] p, Decoding decoding, LabelSet labels, List<LabelledSentence> gold) {
    List<Calibration.Found> found = new ArrayList<>();
    for (int s = 0; s < p.length; s++) {
      Set<Span> right = new HashSet<>(Span.decode(gold.get(s).tags()));
      int[] chosen = decoding.decode(p[s], labels);
      List<String> tags = Predictor.prediction(p[s], chosen, labels).tags();
      for (Span span : Span.decode(tags)) {
        found.add(Calibration.Found.of(p[s], chosen, span, right.contains(span)));
      }
    }
    return found;
  }
}

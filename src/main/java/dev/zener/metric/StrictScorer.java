package dev.zener.metric;

import dev.zener.label.Scheme;
import dev.zener.problem.InputException;
import java.util.List;

/**
 * Scores tags as seqeval does in its strict mode: entities that a scheme does not spell with legal
 * tags count neither as gold nor as predicted.
 */
public final class StrictScorer {
  private final Scheme scheme;
  private final TypeCounts types = new TypeCounts();

  /**
   * Creates a scorer.
   *
   * @throws InputException for IO, whose tags do not say where an entity begins
   */
  public StrictScorer(Scheme scheme) {
    if (scheme == Scheme.IO) {
      throw new InputException(
          "scheme io cannot be scored strictly, since its tags do not say where an entity begins;"
              + " allowed: iob2, iob1, bioes");
    }
    this.scheme = scheme;
  }

  /**
   * Adds a sentence.
   *
   * @throws IllegalArgumentException if the numbers of gold and predicted tags differ
   * @throws InputException if a string is not a tag of the scheme; the sentence is then not added
   */
  public void add(List<String> gold, List<String> predicted) {
    if (gold.size() != predicted.size()) {
      throw new IllegalArgumentException(
          gold.size() + " gold tags with " + predicted.size() + " predicted ones");
    }
    types.add(StrictSpans.decode(scheme, gold), StrictSpans.decode(scheme, predicted));
  }

  /** The scores of all sentences added so far. Sentences added later do not change the result. */
  public StrictEvaluation evaluation() {
    return new StrictEvaluation(scheme, types.types());
  }
}

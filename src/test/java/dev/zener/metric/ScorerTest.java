package dev.zener.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.zener.problem.InputException;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ScorerTest {
  private static List<String> tags(String tags) {
    return List.of(tags.split(" "));
  }

  /** PER: 2 gold, 1 predicted, 1 correct. LOC: 1 gold, 2 predicted, 0 correct. */
  private static Scorer twoSentences() {
    Scorer scorer = new Scorer();
    scorer.add(tags("B-PER I-PER O B-LOC I-LOC"), tags("B-PER I-PER O B-LOC O"));
    scorer.add(tags("B-PER O"), tags("B-LOC O"));
    return scorer;
  }

  @Test
  void countsByType() {
    Evaluation evaluation = twoSentences().evaluation();
    assertThat(evaluation.types())
        .containsEntry("PER", new Counts(2, 1, 1))
        .containsEntry("LOC", new Counts(1, 2, 0))
        .hasSize(2);
    assertThat(evaluation.micro()).isEqualTo(new Counts(3, 3, 1));
  }

  @Test
  void figuresByHand() {
    Evaluation evaluation = twoSentences().evaluation();
    assertThat(evaluation.accuracy()).isCloseTo(5.0 / 7, within(1e-15));
    assertThat(evaluation.types().get("PER").precision()).isEqualTo(1.0);
    assertThat(evaluation.types().get("PER").recall()).isEqualTo(0.5);
    assertThat(evaluation.types().get("PER").f1()).isCloseTo(2.0 / 3, within(1e-15));
    assertThat(evaluation.micro().f1()).isCloseTo(1.0 / 3, within(1e-15));
    assertThat(evaluation.macro()).isEqualTo(new Average(0.5, 0.25, 1.0 / 3));
  }

  @Test
  void confusionCountsWords() {
    Confusion confusion = twoSentences().evaluation().confusion();
    assertThat(confusion.types()).containsExactly("O", "LOC", "PER");
    assertThat(confusion.words("PER", "PER")).isEqualTo(2);
    assertThat(confusion.words("PER", "LOC")).isEqualTo(1);
    assertThat(confusion.words("LOC", "LOC")).isEqualTo(1);
    assertThat(confusion.words("LOC", "O")).isEqualTo(1);
    assertThat(confusion.words("O", "O")).isEqualTo(2);
    assertThat(confusion.words("O", "PER")).isZero();
    assertThat(confusion.toString())
        .isEqualTo(
            """
            gold\\pred        O      LOC      PER
                    O        2        0        0
                  LOC        1        1        0
                  PER        0        1        2
            """);
  }

  @Test
  void entitiesDoNotRunOnIntoTheNextSentence() {
    Scorer scorer = new Scorer();
    scorer.add(tags("B-X"), tags("B-X"));
    scorer.add(tags("I-X"), tags("I-X"));
    assertThat(scorer.evaluation().micro()).isEqualTo(new Counts(2, 2, 2));
  }

  @Test
  void anEvaluationDoesNotChangeLater() {
    Scorer scorer = twoSentences();
    Evaluation before = scorer.evaluation();
    scorer.add(tags("B-PER"), tags("B-PER"));
    assertThat(before.types().get("PER")).isEqualTo(new Counts(2, 1, 1));
    assertThat(before.confusion().words("PER", "PER")).isEqualTo(2);
    assertThat(scorer.evaluation().confusion().words("PER", "PER")).isEqualTo(3);
  }

  @Test
  void nothingIsZeroAndNotAnError() {
    Evaluation evaluation = new Scorer().evaluation();
    assertThat(evaluation.micro().f1()).isZero();
    assertThat(evaluation.micro().precision()).isZero();
    assertThat(evaluation.macro()).isEqualTo(new Average(0, 0, 0));
    assertThat(evaluation.accuracy()).isZero();
    assertThat(evaluation.confusion().types()).containsExactly("O");
  }

  @Test
  void badInputIsRefusedWhole() {
    Scorer scorer = new Scorer();
    assertThatThrownBy(() -> scorer.add(tags("O O"), tags("O")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> scorer.add(tags("B-X O"), tags("B-X what")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("'what'");
    assertThat(scorer.evaluation().words()).isZero();
  }

  @Test
  void jsonIsFractions() {
    String json = new JsonMapper().writeValueAsString(Summary.of(twoSentences().evaluation()));
    assertThat(json)
        .isEqualTo(
            "{\"micro\":{\"precision\":0.3333333333333333,\"recall\":0.3333333333333333,"
                + "\"f1\":0.3333333333333333,\"gold\":3,\"predicted\":3,\"correct\":1},"
                + "\"types\":{\"LOC\":{\"precision\":0.0,\"recall\":0.0,\"f1\":0.0,"
                + "\"gold\":1,\"predicted\":2,\"correct\":0},"
                + "\"PER\":{\"precision\":1.0,\"recall\":0.5,\"f1\":0.6666666666666666,"
                + "\"gold\":2,\"predicted\":1,\"correct\":1}}}");
  }
}

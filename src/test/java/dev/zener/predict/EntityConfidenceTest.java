package dev.zener.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.zener.label.LabelSet;
import dev.zener.problem.InputException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EntityConfidenceTest {
  private static final Prediction PREDICTION =
      new Prediction(List.of("O", "B-X", "I-X", "I-X"), List.of(0.1, 0.5, 0.8, 0.95));

  @Test
  void theKindsByHand() {
    assertThat(PREDICTION.confidence(EntityConfidence.LEAST, 1, 4)).isEqualTo(0.5);
    assertThat(PREDICTION.confidence(EntityConfidence.MEAN, 1, 4)).isCloseTo(0.75, within(1e-15));
    assertThat(PREDICTION.confidence(EntityConfidence.PRODUCT, 1, 4))
        .isCloseTo(0.38, within(1e-15));
  }

  @Test
  void ofOneWordAllKindsAreItsProbability() {
    for (EntityConfidence kind : EntityConfidence.values()) {
      assertThat(PREDICTION.confidence(kind, 2, 3)).as("%s", kind).isEqualTo(0.8);
    }
  }

  @Test
  void theThresholdOfATypeTakesThePlaceOfTheGeneralOne() {
    Thresholds thresholds = new Thresholds(0.5, Map.of("PER", 0.9, "LOC", 0.1));
    assertThat(thresholds.of("PER")).isEqualTo(0.9);
    assertThat(thresholds.of("LOC")).isEqualTo(0.1);
    assertThat(thresholds.of("ORG")).isEqualTo(0.5);
    assertThat(Thresholds.NONE.of("ORG")).isZero();
  }

  @Test
  void thresholdsAreChecked() {
    for (double wrong : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Thresholds(wrong, Map.of()))
          .withMessage("threshold " + wrong + "; allowed: from 0 to 1");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Thresholds(0, Map.of("PER", wrong)));
    }
    LabelSet labels = LabelSet.of(List.of("PER", "LOC"));
    new Thresholds(0.5, Map.of("PER", 0.9)).requireKnown(labels);
    assertThatThrownBy(() -> new Thresholds(0, Map.of("ORG", 0.9)).requireKnown(labels))
        .isInstanceOf(InputException.class)
        .hasMessage("threshold of type 'ORG': unknown to the model; its types are PER, LOC");
  }
}

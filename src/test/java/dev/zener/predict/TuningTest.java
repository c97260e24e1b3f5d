package dev.zener.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.zener.data.LabelledSentence;
import dev.zener.label.LabelSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class TuningTest {
  /** The labels O, B-PER, I-PER. */
  private static final LabelSet LABELS = LabelSet.of(List.of("PER"));

  /** Argmax gives O I-PER, an entity of the second word; Viterbi gives B-PER I-PER, one of both. */
  private static final double[][] DISPUTED = {{0.55, 0.45, 0}, {0.05, 0.05, 0.9}};

  private static Tuning tune(List<String> tags, double[]... p) {
    List<String> words = tags.stream().map(tag -> "w").toList();
    return Tuning.of(new double[][][] {p}, LABELS, List.of(new LabelledSentence(words, tags)));
  }

  @Test
  void viterbiDecodesWhereItIsBetter() {
    Tuning tuning = tune(List.of("B-PER", "I-PER"), DISPUTED);
    assertThat(tuning.decoding()).isEqualTo(Decoding.VITERBI);
    // the least certain word of the only entity, which is right
    assertThat(tuning.calibration().entities()).isOne();
    assertThat(tuning.calibration().error(1)).isCloseTo(1 - 0.45, within(1e-12));
  }

  @Test
  void argmaxDecodesWhereViterbiIsWorse() {
    Tuning tuning = tune(List.of("O", "B-PER"), DISPUTED);
    assertThat(tuning.decoding()).isEqualTo(Decoding.ARGMAX);
    assertThat(tuning.calibration().error(1)).isCloseTo(1 - 0.9, within(1e-12));
  }

  /** A legal sequence is preferred to an illegal one with the same score. */
  @Test
  void viterbiDecodesWhereBothAreAsGood() {
    double[][] agreed = {{0.1, 0.9, 0}, {0.7, 0.1, 0.2}};
    assertThat(tune(List.of("B-PER", "O"), agreed).decoding()).isEqualTo(Decoding.VITERBI);
    Tuning wrong = tune(List.of("O", "O"), agreed);
    assertThat(wrong.decoding()).isEqualTo(Decoding.VITERBI);
    assertThat(wrong.calibration().error(1)).isCloseTo(0.9, within(1e-12));
  }
}

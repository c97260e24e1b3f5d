package dev.zener.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignificanceTest {
  private static final Counts RIGHT = new Counts(1, 1, 1);
  private static final Counts WRONG = new Counts(1, 1, 0);

  @Test
  void sameSystemsDoNotDiffer() {
    List<Counts> system = List.of(RIGHT, WRONG, RIGHT);
    assertThat(Significance.of(system, system, 99, 1)).isEqualTo(new Significance(0, 1, 99));
  }

  /** Only 2 of the 2^5 assignments, "none" and "all", reach the difference, so p is near 2 / 32. */
  @Test
  void fewSentencesAgainstTheExactTest() {
    Significance found =
        Significance.of(Collections.nCopies(5, RIGHT), Collections.nCopies(5, WRONG), 20_000, 3);
    assertThat(found.difference()).isEqualTo(1);
    assertThat(found.pValue()).isCloseTo(1.0 / 16, within(0.006));
  }

  @Test
  void manySentencesAreSure() {
    Significance found =
        Significance.of(Collections.nCopies(60, WRONG), Collections.nCopies(60, RIGHT), 999, 3);
    assertThat(found.difference()).isEqualTo(-1);
    assertThat(found.pValue()).isEqualTo(0.001);
  }

  @Test
  void whatIsNotPairedIsRefused() {
    assertThatThrownBy(() -> Significance.of(List.of(RIGHT), List.of(RIGHT, RIGHT), 9, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Significance.of(List.of(RIGHT), List.of(new Counts(2, 1, 1)), 9, 1))
        .hasMessageContaining("Sentence 1")
        .hasMessageContaining("must score the same text");
  }
}

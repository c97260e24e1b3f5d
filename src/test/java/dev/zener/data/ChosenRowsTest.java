package dev.zener.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Tests which rows the last layer computes. */
class ChosenRowsTest {
  private static final int[] OFFSETS = {0, 4, 6, 11};

  @Test
  void everyClsAndTheWords() {
    ChosenRows chosen = ChosenRows.of(OFFSETS, new int[] {1, 2, 7, 9});
    assertThat(chosen.rows()).containsExactly(0, 1, 2, 4, 6, 7, 9);
    assertThat(chosen.offsets()).containsExactly(0, 3, 4, 7);
    assertThat(chosen.wordRows()).containsExactly(1, 2, 5, 6);
    assertThat(chosen.clsRows()).containsExactly(0, 3, 4);
  }

  @Test
  void wordsOfTheFirstSentencesAlone() {
    ChosenRows chosen = ChosenRows.of(OFFSETS, new int[] {3});
    assertThat(chosen.rows()).containsExactly(0, 3, 4, 6);
    assertThat(chosen.offsets()).containsExactly(0, 2, 3, 4);
    assertThat(chosen.wordRows()).containsExactly(1);
  }

  @Test
  void noWords() {
    ChosenRows chosen = ChosenRows.of(OFFSETS, new int[0]);
    assertThat(chosen.rows()).containsExactly(0, 4, 6);
    assertThat(chosen.offsets()).containsExactly(0, 1, 2, 3);
    assertThat(chosen.wordRows()).isEmpty();
  }

  @Test
  void clsAsAWordIsOneRow() {
    ChosenRows chosen = ChosenRows.of(new int[] {0, 3}, new int[] {0, 1, 2});
    assertThat(chosen.rows()).containsExactly(0, 1, 2);
    assertThat(chosen.wordRows()).containsExactly(0, 1, 2);
  }

  @Test
  void refusesRowsOutOfOrderOrOutside() {
    for (int[] words : new int[][] {{2, 1}, {11}, {7, 1}}) {
      assertThatThrownBy(() -> ChosenRows.of(OFFSETS, words))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("do not ascend within the batch");
    }
  }
}

package dev.zener.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WordMatrixTest {
  private final WordMatrix matrix = Words.of("w", new float[][] {{3, 4}}).matrix();

  @Test
  void aStepThatFailsClosesTheMatrix() {
    assertThatThrownBy(
            () ->
                matrix.guarding(
                    () -> {
                      throw new IllegalArgumentException("no memory");
                    }))
        .hasMessage("no memory");
    assertThatThrownBy(() -> matrix.rows(0, 1)).hasMessage("the block is closed");
  }

  @Test
  void aStepThatSucceedsLeavesTheMatrixOpen() {
    assertThat(matrix.<Integer>guarding(() -> 7)).isEqualTo(7);
    assertThat(matrix.rows(0, 1).get(0)).isEqualTo(0.6f);
    matrix.close();
  }
}

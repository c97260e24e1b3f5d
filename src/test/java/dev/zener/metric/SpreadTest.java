package dev.zener.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SpreadTest {
  @Test
  void sampleDeviation() {
    // The squared distances of 2, 4, 4, 4, 5, 5, 7, 9 from 5 sum to 32; 32 / 7.
    Spread spread = Spread.of(2, 4, 4, 4, 5, 5, 7, 9);
    assertThat(spread.mean()).isEqualTo(5);
    assertThat(spread.deviation()).isCloseTo(Math.sqrt(32.0 / 7), within(1e-12));
    assertThat(spread.runs()).isEqualTo(8);
  }

  @Test
  void oneRunHasNoDeviation() {
    assertThat(Spread.of(47.5)).isEqualTo(new Spread(47.5, Double.NaN, 1));
  }

  @Test
  void noRunsAreRefused() {
    assertThatThrownBy(Spread::of).isInstanceOf(IllegalArgumentException.class);
  }
}

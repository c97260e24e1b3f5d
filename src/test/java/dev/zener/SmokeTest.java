package dev.zener;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class SmokeTest {
  @Test
  void nd4jStarts() {
    assertThat(Nd4j.ones(3).sumNumber().intValue()).isEqualTo(3);
  }
}

package dev.zener.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InputExceptionTest {
  @Test
  void aLongMessageKeepsItsPlaceAndItsRemedy() {
    String message = "corpus.conll:7: '" + "x".repeat(1_000_000) + "' has no tag; add one";
    assertThat(new InputException(message))
        .message()
        .hasSizeLessThan(1100)
        .startsWith("corpus.conll:7: 'xxx")
        .endsWith("xxx' has no tag; add one");
  }

  @Test
  void anyOtherStaysAsItIs() {
    assertThat(new InputException("a.txt: no such file")).hasMessage("a.txt: no such file");
    assertThat(new InputException(null)).hasMessage(null);
  }
}

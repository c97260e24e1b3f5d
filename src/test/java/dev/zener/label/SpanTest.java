package dev.zener.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.problem.InputException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpanTest {
  private static List<Span> decode(String tags) {
    return Span.decode(tags.isEmpty() ? List.of() : List.of(tags.split(" ")));
  }

  @Test
  void readsProperTagsOfEachScheme() {
    List<Span> expected =
        List.of(new Span(0, 2, "PER"), new Span(2, 3, "PER"), new Span(4, 5, "LOC"));
    assertThat(decode("B-PER I-PER B-PER O B-LOC")).isEqualTo(expected);
    assertThat(decode("I-PER I-PER B-PER O I-LOC")).isEqualTo(expected);
    assertThat(decode("B-PER E-PER S-PER O S-LOC")).isEqualTo(expected);
  }

  @Test
  void insideAfterOutsideOpensAnEntity() {
    assertThat(decode("O I-PER I-PER O")).containsExactly(new Span(1, 3, "PER"));
  }

  @Test
  void anotherTypeOpensAnEntity() {
    assertThat(decode("B-PER I-LOC I-LOC"))
        .containsExactly(new Span(0, 1, "PER"), new Span(1, 3, "LOC"));
  }

  @Test
  void endClosesAnEntity() {
    assertThat(decode("B-PER E-PER I-PER E-PER E-PER"))
        .containsExactly(new Span(0, 2, "PER"), new Span(2, 4, "PER"), new Span(4, 5, "PER"));
  }

  @Test
  void nothingHoldsNothing() {
    assertThat(decode("")).isEmpty();
    assertThat(decode("O O")).isEmpty();
  }

  @Test
  void typesMayHoldHyphens() {
    assertThat(decode("B-creative-work")).containsExactly(new Span(0, 1, "creative-work"));
  }

  @Test
  void whatIsNoTagIsAnError() {
    for (String wrong : List.of("o", "B", "B-", "X-PER", "PER", "I_PER", "b-PER")) {
      assertThatThrownBy(() -> Span.decode(List.of(wrong)))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("'" + wrong + "'");
    }
  }
}

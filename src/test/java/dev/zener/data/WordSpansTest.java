package dev.zener.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordSpansTest {
  @Test
  void isTheListThatItIsMadeOf() {
    List<CharSpan> spans = List.of(new CharSpan(0, 3), new CharSpan(4, 5), new CharSpan(5, 5));
    WordSpans copy = WordSpans.copyOf(spans);
    assertThat(copy).isEqualTo(spans).hasSameHashCodeAs(spans).containsExactlyElementsOf(spans);
    assertThat(spans).isEqualTo(copy);
    assertThat(WordSpans.copyOf(copy)).isSameAs(copy);
  }

  @Test
  void placesWordsBetweenSingleSpaces() {
    assertThat(WordSpans.ofJoined(List.of("Ana", "ü", "")))
        .containsExactly(new CharSpan(0, 3), new CharSpan(4, 5), new CharSpan(6, 6));
    assertThat(WordSpans.ofJoined(List.of())).isEmpty();
  }

  @Test
  void cannotBeChanged() {
    List<CharSpan> spans = new ArrayList<>(List.of(new CharSpan(0, 3)));
    WordSpans copy = WordSpans.copyOf(spans);
    spans.set(0, new CharSpan(1, 2));
    assertThat(copy).containsExactly(new CharSpan(0, 3));
    assertThatThrownBy(() -> copy.set(0, new CharSpan(1, 2)))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> copy.get(1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> copy.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}

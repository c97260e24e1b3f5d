package dev.zener.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CharactersTest {
  @Test
  void frequentCharactersHaveIdsInTheOrderOfUnicode() {
    Characters characters = Characters.of(List.of(List.of("ba", "ab"), List.of("😀c😀")), 2);
    assertThat(characters.all()).containsExactly("a", "b", "😀");
    assertThat(characters.size()).isEqualTo(4);
    assertThat(characters.ids("cab😀", 9)).containsExactly(0, 1, 2, 3);
    assertThat(characters.ids("", 9)).isEmpty();
    assertThat(characters.ids("abab", 3)).containsExactly(1, 2, 1);
  }

  @Test
  void halfACharacterIsUnknown() {
    Characters characters = Characters.of(List.of(List.of("a\ud83d", "a\ud83d")), 1);
    assertThat(characters.all()).containsExactly("a");
    assertThat(characters.ids("\ud83d", 9)).containsExactly(0);
  }

  @Test
  void anythingButDistinctCodePointsIsRefused() {
    for (List<String> bad : List.of(List.of("ab"), List.of(""), List.of("a", "a"))) {
      assertThatThrownBy(() -> new Characters(bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("one code point each, once");
    }
  }
}

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
    assertThat(characters.ids("cab😀")).containsExactly(0, 1, 2, 3);
    assertThat(characters.ids("")).isEmpty();
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

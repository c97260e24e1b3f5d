package dev.zener.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.tokenizer.Word;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenizerWordsTest {
  @Test
  void bertsWordsAreFoundWithoutAModel() {
    assertThat(TokenizerWords.bert().split("Ana, [SEP]"))
        .containsExactly(new CharSpan(0, 3), new CharSpan(3, 4), new CharSpan(5, 10));
  }

  /** BERT drops a form feed and joins what is on both sides. */
  @Test
  void aFormFeedPartsWords() {
    assertThat(TokenizerWords.bert().split("a\fb"))
        .containsExactly(new CharSpan(0, 1), new CharSpan(2, 3));
  }

  @Test
  void theWordsAreThoseOfTheTokenizer() {
    assertThat(TokenizerWords.of(text -> List.of(new Word(1, 3))).split("abcd"))
        .containsExactly(new CharSpan(1, 3));
  }
}

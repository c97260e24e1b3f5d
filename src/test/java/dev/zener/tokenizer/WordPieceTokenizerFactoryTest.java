package dev.zener.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.deeplearning4j.text.tokenization.tokenizer.Tokenizer;
import org.deeplearning4j.text.tokenization.tokenizerfactory.TokenizerFactory;
import org.junit.jupiter.api.Test;

class WordPieceTokenizerFactoryTest {
  private final TokenizerFactory factory = new WordPieceTokenizerFactory(Golden.CASED);

  @Test
  void handsOutPieces() {
    Tokenizer tokenizer = factory.create("\u00c9cole hello");
    List<String> expected = Golden.CASED.encode("\u00c9cole hello").tokens();
    assertThat(tokenizer.countTokens()).isEqualTo(expected.size());
    List<String> handed = new ArrayList<>();
    while (tokenizer.hasMoreTokens()) {
      handed.add(tokenizer.nextToken());
    }
    assertThat(handed).isEqualTo(expected).endsWith("hell", "##o");
    assertThat(tokenizer.getTokens()).isEqualTo(expected);
    assertThatThrownBy(tokenizer::nextToken).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void aStreamIsUtf8() {
    byte[] bytes = "\u4e2d\u6587".getBytes(StandardCharsets.UTF_8);
    assertThat(factory.create(new ByteArrayInputStream(bytes)).getTokens())
        .containsExactly("\u4e2d", "\u6587");
  }

  @Test
  void thePreprocessorSeesPieces() {
    Tokenizer before = factory.create("hello");
    factory.setTokenPreProcessor(piece -> "<" + piece + ">");
    assertThat(before.getTokens()).containsExactly("hell", "##o");
    assertThat(factory.create("hello").nextToken()).isEqualTo("<hell>");
    assertThat(factory.getTokenPreProcessor().preProcess("a")).isEqualTo("<a>");
  }
}

package dev.zener.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.problem.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VocabularyTest {
  @TempDir Path folder;

  private Vocabulary read(byte[] content) throws IOException {
    return Vocabulary.read(Files.write(folder.resolve("vocab.txt"), content));
  }

  private Vocabulary read(String content) throws IOException {
    return read(content.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void everyPieceOfMultilingualBertHasItsLineAsId() {
    Vocabulary vocabulary = Golden.VOCABULARY;
    assertThat(vocabulary.size()).isEqualTo(119_547);
    for (int id = 0; id < vocabulary.size(); id++) {
      assertThat(vocabulary.id(vocabulary.piece(id))).isEqualTo(id);
    }
    assertThat(List.of(vocabulary.pad(), vocabulary.unk(), vocabulary.cls(), vocabulary.sep()))
        .containsExactly(0, 100, 101, 102);
    assertThat(vocabulary.mask()).isEqualTo(103);
    assertThat(vocabulary.id("no such piece")).isEqualTo(-1);
  }

  @Test
  void aLineEndsAtLineFeedAlone() throws IOException {
    Vocabulary vocabulary = read("[UNK]\r\n[CLS]\n[SEP]\n\n\u2028\na\u0085b\n\uFFFD");
    assertThat(vocabulary.pieces())
        .containsExactly("[UNK]", "[CLS]", "[SEP]", "", "\u2028", "a\u0085b", "\uFFFD");
    assertThat(vocabulary.mask()).isEqualTo(-1);
    assertThat(vocabulary.pad()).isEqualTo(-1);
  }

  @Test
  void aPieceListedTwiceHasTheLastId() throws IOException {
    Vocabulary vocabulary = read("[UNK]\n[CLS]\n[SEP]\nab\nab\nc\n");
    assertThat(vocabulary.id("ab")).isEqualTo(4);
    assertThat(vocabulary.piece(3)).isEqualTo("ab");
    assertThat(vocabulary.id("c")).isEqualTo(5);
    assertThat(new WordPieceTokenizer(vocabulary, Casing.CASED).pieces("ab")).containsExactly(4);
  }

  @Test
  void badFilesAreNamedWithTheRemedy() {
    assertThatThrownBy(() -> read("[UNK]\n[SEP]\na\n"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("vocab.txt")
        .hasMessageContaining("no [CLS]");
    assertThatThrownBy(() -> read(""))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("[UNK]");
    assertThatThrownBy(() -> read(new byte[] {'[', 'U', '\n', 'a', (byte) 0xE9, '\n'}))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("vocab.txt:2: not UTF-8");
    assertThatThrownBy(() -> Vocabulary.read(folder.resolve("none.txt")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("none.txt: no such file");
    assertThatThrownBy(() -> Vocabulary.of(List.of("[UNK]", "[CLS]")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("[SEP]");
  }
}

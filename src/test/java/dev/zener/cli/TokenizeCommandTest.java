package dev.zener.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.testing.HfTiny;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizeCommandTest {
  private static final String MODEL = HfTiny.TAGGER.toString();

  @TempDir Path folder;

  @Test
  void aLineGivesTokensIdsAndOffsets() {
    Ran ran = Ran.withInput("Ana, Zagreb\r\n\n😀 u", "tokenize", MODEL);
    assertThat(ran.code()).isZero();
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out())
        .isEqualTo(
            """
            {"tokens":["Ana",",","Za","##greb"],"ids":[5,30,8,19],"offsets":[[0,3],[3,4],[5,7],[7,11]]}
            {"tokens":[],"ids":[],"offsets":[]}
            {"tokens":["[UNK]","u"],"ids":[1,7],"offsets":[[0,1],[2,3]]}
            """);
  }

  @Test
  void offsetsCountUnitsOnRequest() {
    assertThat(Ran.withInput("😀 u", "tokenize", MODEL, "-", "--offsets", "utf16").out())
        .contains("[[0,2],[3,4]]");
  }

  @Test
  void aVocabularyAloneIsEnough() throws IOException {
    Path vocabulary = Files.copy(HfTiny.TAGGER.resolve("vocab.txt"), folder.resolve("v.txt"));
    Path text = Files.writeString(folder.resolve("a"), "Ana ide\n");
    assertThat(Ran.command("tokenize", vocabulary.toString(), text.toString()).out())
        .isEqualTo(Ran.command("tokenize", MODEL, text.toString()).out())
        .contains("[5,6]");
  }

  @Test
  void aGuessedCasingIsTold() throws IOException {
    String pieces = "[PAD]\n[UNK]\n[CLS]\n[SEP]\nana\nzagreb\n##u\n";
    String vocabulary = Files.writeString(folder.resolve("vocab.txt"), pieces).toString();
    Ran ran = Ran.withInput("Ana Zagrebu\n", "tokenize", vocabulary);
    assertThat(ran.out()).contains("\"tokens\":[\"ana\",\"zagreb\",\"##u\"]");
    assertThat(ran.err()).contains("casing: uncased, since no file sets it and no piece of");
    Ran decided = Ran.withInput("Ana Zagrebu\n", "tokenize", vocabulary, "--casing", "cased");
    assertThat(decided.out()).contains("\"tokens\":[\"[UNK]\",\"[UNK]\"]");
    assertThat(decided.err()).isEmpty();
  }

  @Test
  void brokenTextNamesItsLine() throws IOException {
    Path text = Files.write(folder.resolve("a.txt"), new byte[] {'a', '\n', (byte) 0xFF, '\n'});
    Ran ran = Ran.command("tokenize", MODEL, text.toString());
    assertThat(ran.code()).isOne();
    assertThat(ran.err()).contains("a.txt:2: byte 0xFF");
  }
}

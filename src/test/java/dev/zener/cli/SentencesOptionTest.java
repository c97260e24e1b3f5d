package dev.zener.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.testing.HfTiny;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SentencesOptionTest {
  private static final String MODEL = HfTiny.TAGGER.toString();

  @TempDir Path folder;

  private String file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }

  @Test
  void aTextStaysALineWithItsOffsets() throws IOException {
    String text = "😀 Ana ide u Zagreb. Ivo živi u Beogradu.";
    Ran ran = Ran.command("tag", MODEL, "--sentences", file("a.txt", text + "\n\nAna. Ana.\n"));
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.lines()).hasSize(3);
    JsonNode first = JsonMapper.shared().readTree(ran.lines().get(0));
    assertThat(first.get("text").stringValue()).isEqualTo(text);
    JsonNode entities = first.get("entities");
    JsonNode last = entities.get(entities.size() - 1);
    assertThat(last.get("end").intValue()).isGreaterThan(20).isLessThan(42);
    assertThat(ran.lines().get(1)).isEqualTo("{\"text\":\"\",\"entities\":[]}");
    JsonNode alike = JsonMapper.shared().readTree(ran.lines().get(2)).get("entities");
    assertThat(alike.size() % 2).as("two sentences alike have the same entities").isZero();
  }

  @Test
  void windowsAreThoseOfSentences() {
    String text = "Ana ide u Zagreb. ".repeat(20);
    assertThat(Ran.withInput(text, "tag", MODEL).err()).contains("1 cut into windows");
    assertThat(Ran.withInput(text, "tag", MODEL, "--sentences").err()).isEmpty();
  }

  @Test
  void theLanguageFollowsAnEqualsSign() throws IOException {
    String thai = file("th.txt", "Ana ide. Ivo spava.\n");
    assertThat(Ran.command("tag", MODEL, "--sentences=th", thai).code()).isZero();
    assertThat(Ran.command("tag", "--sentences=pt-BR", MODEL, thai).code()).isZero();
    Ran wrong = Ran.command("tag", MODEL, "--sentences=not_a_tag", thai);
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("'not_a_tag'; allowed: the tag of a language");
  }

  @Test
  void wordsAreInSentencesAlready() throws IOException {
    Ran columns = Ran.command("tag", MODEL, "--sentences", file("a.conll", "\nAna O\n\n"));
    assertThat(columns.code()).isOne();
    assertThat(columns.err()).contains("a.conll:2: --sentences divides text").contains("leave");
    Ran tokens =
        Ran.command("tag", MODEL, "--sentences", file("a.jsonl", "{\"tokens\":[\"Ana\"]}\n"));
    assertThat(tokens.err()).contains("a.jsonl:1: --sentences");
    Ran text = Ran.command("tag", MODEL, "--sentences", file("b.jsonl", "{\"text\":\"Ana\"}\n\n"));
    assertThat(text.lines()).hasSize(2);
  }
}

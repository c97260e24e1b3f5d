package dev.zener.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.testing.HfTiny;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests {@code tag --html}. */
class TagPageTest {
  private static final String MODEL = HfTiny.TAGGER.toString();
  private static final String TEXT = "Ana ide u <Zagreb> .\n\n😀 Wien (北京)!\n";

  @TempDir Path folder;
  private Path page;

  @BeforeEach
  void name() {
    page = folder.resolve("page.html");
  }

  private String file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }

  private static List<String> entities(Ran ran) {
    List<String> entities = new ArrayList<>();
    for (String line : ran.lines()) {
      JsonNode record = JsonMapper.shared().readTree(line);
      String text = record.get("text").stringValue();
      for (JsonNode entity : record.get("entities")) {
        int start = text.offsetByCodePoints(0, entity.get("start").intValue());
        int end = text.offsetByCodePoints(0, entity.get("end").intValue());
        entities.add(entity.get("type").stringValue() + " " + text.substring(start, end));
      }
    }
    return entities;
  }

  @Test
  void thePageShowsTheEntitiesOfStandardOutput() throws IOException {
    String text = file("a.txt", TEXT);
    Ran plain = Ran.command("tag", MODEL, text);
    Ran ran = Ran.command("tag", MODEL, text, "--html", page.toString());
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out()).isEqualTo(plain.out());
    assertThat(entities(ran)).isNotEmpty();
    assertThat(PageText.marks(page)).isEqualTo(entities(ran));
    assertThat(PageText.sentences(page))
        .containsExactly("Ana ide u <Zagreb> .", "", "😀 Wien (北京)!");
    assertThat(page).content().contains("<title>Entities in a.txt</title>", "<p>3 sentences, ");
  }

  @Test
  void theFormOfStandardOutputDoesNotMatter() throws IOException {
    String path = page.toString();
    Ran.withInput(TEXT, "tag", MODEL, "--html", path);
    String expected = Files.readString(page);
    assertThat(expected).contains("<title>Entities in standard input</title>");
    for (String form : List.of("--json", "--conll", "--offsets=utf16")) {
      Files.delete(page);
      Ran ran = Ran.withInput(TEXT, "tag", MODEL, form, "--html", path, "-");
      assertThat(ran.out()).isEqualTo(Ran.withInput(TEXT, "tag", MODEL, form).out());
      assertThat(page).hasContent(expected);
    }
  }

  @Test
  void severalFilesAreOnOnePageInAFolderThatIsMade() throws IOException {
    page = folder.resolve("new/folder/page.html");
    String columns = file("b.tsv", "New York\tO\nide\tO\n");
    Ran ran = Ran.command("tag", MODEL, file("a.txt", "Ana\n"), columns, "--html", page.toString());
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(PageText.sentences(page)).containsExactly("Ana", "New York ide");
    assertThat(page).content().contains("<title>Entities in a.txt, b.tsv</title>");
  }

  @Test
  void inputThatBreaksOffLeavesTheOldPage() throws IOException {
    Files.writeString(page, "old");
    String broken = file("a.jsonl", "{\"text\":\"Ana\"}\n".repeat(600) + "{\"txt\":1}\n");
    Ran ran = Ran.command("tag", MODEL, broken, "--html", page.toString());
    assertThat(ran.code()).isOne();
    assertThat(ran.err()).contains("a.jsonl:601: ");
    assertThat(ran.lines()).as("what was tagged before").hasSizeGreaterThanOrEqualTo(512);
    assertThat(page).hasContent("old");
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("a.jsonl", "page.html");
  }

  @Test
  void aPageThatCannotBeWrittenIsRefusedBeforeAnythingIsTagged() throws IOException {
    String text = file("a.txt", TEXT);
    assertRefused(text, folder.toString(), "is a directory");
    assertRefused(text, text, "is also an input and would be overwritten");
    assertRefused(text, text + "/page.html", "a.txt is not a directory");
    assertRefused(text, "/dev/null", "is not a regular file");
    assertThat(folder.toFile().list()).containsExactly("a.txt");
    assertThat(Path.of(text)).hasContent(TEXT);
  }

  private static void assertRefused(String text, String page, String why) {
    Ran ran = Ran.command("tag", MODEL, text, "--html", page);
    assertThat(ran.code()).isOne();
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains(page + ": ", why, "--html requires a file").hasLineCount(1);
  }

  @Test
  void aReaderThatGoesAwayLeavesNoPageAndThatIsSaid() throws IOException {
    OutputStream gone =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Main.run(
            new String[] {"tag", MODEL, "--html", page.toString()},
            new ByteArrayInputStream(TEXT.getBytes(StandardCharsets.UTF_8)),
            gone,
            new PrintStream(err, true, StandardCharsets.UTF_8));
    assertThat(code).isOne();
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains(
            "page.html: not written, since standard output could not be written completely (Broken"
                + " pipe)");
    assertThat(folder.toFile().list()).isEmpty();
  }
}

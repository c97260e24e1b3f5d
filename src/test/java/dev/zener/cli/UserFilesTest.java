package dev.zener.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.testing.HfTiny;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Real users' files: in every format, the output has the words of the input in the same order. */
class UserFilesTest {
  private static final String MODEL = HfTiny.TAGGER.toString();

  @TempDir Path folder;

  private static Arguments columns(
      String what, String content, List<String> words, String... more) {
    return Arguments.of(what, "a.tsv", content, words, more);
  }

  private static Arguments lines(String what, String content, List<String> words) {
    return Arguments.of(what, "a.jsonl", content, words, new String[0]);
  }

  private static String tokens(String... words) {
    return "{\"tokens\":[\"" + String.join("\",\"", words) + "\"]}\n";
  }

  static Stream<Arguments> files() {
    List<String> ana = List.of("Ana", "ide");
    List<String> many = Collections.nCopies(30_000, "Ana");
    String huge = "Zagreb".repeat(170_000);
    return Stream.of(
        columns("one column", "Ana\nide\n", ana),
        columns("two columns", "Ana\tB-PER\nide\tO\n", ana),
        columns("three columns by spaces", "Ana NNP B-PER\nide VB O\n", ana),
        columns("four columns", "Ana NNP I-NP B-PER\nide VB I-VP O\n", ana),
        columns("five columns", "Ana Ana NNP I-NP B-PER\nide ići VB I-VP O\n", ana),
        columns("GermEval", "#\tu\t[1]\n1\tAna\tO\tO\n2\tide\tO\tO\n", ana, "--columns", "2,3"),
        columns("CRLF", "Ana\tO\r\nide\tO\r\n\r\n", ana),
        columns("a byte-order mark", "\uFEFFAna\tO\nide\tO\n", ana),
        columns("languages", "de:Ana\tO\nde:ide\tO\n", ana, "--strip-language"),
        columns("blank lines", "\n\n \nAna\tO\n\t\n\nide\tO\n\n\n", ana),
        columns("no last line end", "Ana\tO\nide\tO", ana),
        columns("NUL bytes", "A\0na\tO\n\0\tO\n", List.of("A\0na", "\0")),
        columns("right-to-left marks", "\u200Fשלום\u200E\tO\n", List.of("\u200Fשלום\u200E")),
        columns(
            "white space of Unicode",
            "a\u00A0b\u2028c\u0085\tO\n",
            List.of("a\u00A0b\u2028c\u0085")),
        columns("a sentence of 30,000 words", String.join("\tO\n", many) + "\tO\n", many),
        columns("a word of 1 MB", huge + "\tO\nide\tO\n", List.of(huge, "ide")),
        columns("a blank line of 1 MB", "Ana\tO\n" + " ".repeat(1 << 20) + "\nide\tO\n", ana),
        columns("nothing", "", List.of()),
        lines("tokens", tokens("Ana", "ide"), ana),
        lines("tokens with spaces", tokens("New York", " "), List.of("New York", " ")),
        lines("escapes", tokens("\\u0000", "\\u2028"), List.of("\0", "\u2028")),
        lines("nothing but empty lines", "\n \n", List.of()));
  }

  private String[] command(String form, String file, String... more) {
    List<String> command = new ArrayList<>(List.of("tag", MODEL, form, file));
    command.addAll(Arrays.asList(more));
    return command.toArray(String[]::new);
  }

  /** Words as shown on a page, which replaces NUL. */
  private static String shown(List<String> words) {
    return String.join(" ", words).replace('\0', '\uFFFD');
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void wordsInAreWordsOut(
      String what, String name, String content, List<String> words, String[] more)
      throws IOException {
    String file = Files.writeString(folder.resolve(name), content).toString();
    Path page = folder.resolve("page.html");
    Ran json = Ran.command(Ran.with(command("--json", file, more), "--html", page.toString()));
    assertThat(json.code()).as(json.err()).isZero();
    assertThat(ofJson(json)).isEqualTo(words);
    assertThat(String.join(" ", PageText.sentences(page)).strip()).isEqualTo(shown(words).strip());
    Ran conll = Ran.command(command("--conll", file, more));
    assertThat(conll.code()).as(conll.err()).isZero();
    assertThat(ofColumns(conll)).isEqualTo(words);
  }

  private static List<String> ofJson(Ran ran) {
    List<String> words = new ArrayList<>();
    for (String line : ran.out().split("\n")) {
      if (!line.isEmpty()) {
        JsonNode record = JsonMapper.shared().readTree(line);
        assertThat(record.get("tokens").size()).isEqualTo(record.get("tags").size());
        record.get("tokens").forEach(token -> words.add(token.stringValue()));
      }
    }
    return words;
  }

  private static List<String> ofColumns(Ran ran) {
    List<String> words = new ArrayList<>();
    for (String line : ran.out().split("\n")) {
      if (!line.isEmpty()) {
        words.add(line.substring(0, line.indexOf('\t')));
      }
    }
    return words;
  }

  @Test
  void latin1IsNamedAndReadWhereItIsAsked() throws IOException {
    Charset latin1 = StandardCharsets.ISO_8859_1;
    Path file = Files.write(folder.resolve("a.tsv"), "Köln\tO\n".getBytes(latin1));
    Ran refused = Ran.command("tag", MODEL, file.toString());
    assertThat(refused.code()).isOne();
    assertThat(refused.err()).contains(file + ":1: byte 0xF6", "--charset", "ISO-8859-1");
    Ran read = Ran.command("tag", MODEL, file.toString(), "--charset", "ISO-8859-1");
    assertThat(ofJson(read)).containsExactly("Köln");
  }

  /** Text that UTF-8 cannot represent, but JSON's escapes can. */
  @Test
  void loneSurrogatesComeBackInJsonAndAreRefusedInColumns() throws IOException {
    String content = tokens("Ana", "x\\ud800", "\\udc00y") + "{\"text\":\"u \\ud83d !\"}\n";
    String file = Files.writeString(folder.resolve("a.jsonl"), content).toString();
    Ran json = Ran.command("tag", MODEL, file);
    assertThat(json.code()).as(json.err()).isZero();
    JsonNode first = JsonMapper.shared().readTree(json.lines().get(0));
    assertThat(first.get("tokens").get(1).stringValue()).isEqualTo("x\ud800");
    assertThat(first.get("tokens").get(2).stringValue()).isEqualTo("\udc00y");
    JsonNode second = JsonMapper.shared().readTree(json.lines().get(1));
    assertThat(second.get("text").stringValue()).isEqualTo("u \ud83d !");
    Ran conll = Ran.command("tag", MODEL, "--conll", file);
    assertThat(conll.code()).isOne();
    assertThat(conll.err()).contains("a.jsonl:1", "half of a character", "JSON lines");
  }

  /** A type of the model that does not occur in the file is scored like any other type. */
  @Test
  void aTypeThatAFileLacksIsScoredAllTheSame() throws IOException {
    Path file = Files.writeString(folder.resolve("a.tsv"), "Ana\tB-PER\nide\tO\n");
    Ran ran = Ran.command("evaluate", MODEL, file.toString());
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("with 1 phrases").containsPattern("(?m)^ +LOC: precision:");
  }

  @Test
  void plainTextKeepsEveryCharacter() {
    String text = "\u200Fשלום\u200E Ana \0 \u202Ea\u202C\n" + "Ana ".repeat(100_000) + "\n\n";
    Ran ran = Ran.withInput(text, "tag", MODEL);
    assertThat(ran.code()).as(ran.err()).isZero();
    List<String> texts = new ArrayList<>();
    for (String line : ran.out().split("\n")) {
      texts.add(JsonMapper.shared().readTree(line).get("text").stringValue());
    }
    assertThat(String.join("\n", texts) + "\n").isEqualTo(text);
  }
}

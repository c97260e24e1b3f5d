package dev.zener.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.problem.InputException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Errors of syntax are said in our own words, with the line. */
class BrokenJsonTest {
  private static final String RIGHT = "{\"text\":\"a\",\"entities\":[]}";

  /** Reads a record on the second line, as JSON lines or in an array. */
  private static LabelledCorpus read(byte[] record, boolean array) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(((array ? "[" : "") + RIGHT + (array ? "," : "") + "\n").getBytes());
    file.write(record);
    file.write((array ? "\n]" : "\n").getBytes());
    return new LabelledReader(ReadOptions.DEFAULTS, Texts.SPLITTER)
        .read(new ByteArrayInputStream(file.toByteArray()), "f.json");
  }

  private static void assertBroken(byte[] record, String meaning) {
    for (boolean array : List.of(false, true)) {
      assertThatThrownBy(() -> read(record, array))
          .as(meaning + array)
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith("f.json:2: ")
          .hasMessageContaining(meaning)
          .satisfies(BrokenJsonTest::assertOurWords);
    }
  }

  private static void assertOurWords(Throwable problem) {
    assertThat(problem.getMessage())
        .hasSizeLessThan(400)
        .doesNotContainPattern(
            "(?i)jackson|JsonToken|Feature|REDACTED|Constraints|CTRL-CHAR|token '")
        .doesNotContainPattern("[A-Z]+_[A-Z]+|\\p{Cntrl}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{`text':NaN}|NaN' is not a value",
        "{'text':-Infinity}|'-Infinity' is not a value",
        "{'text':None}|'None' is not a value; allowed: objects",
        "{'text':truex}|'truex' is not a value",
        "{'text':'a',}|unexpected character } U+007D",
        "{'text':'a','entities':[1,]}|unexpected character ] U+005D",
        "{'text':'a','text':'b'}|a key occurs twice in an object",
        "{'text':/* x */'a'}|unexpected character / U+002F",
        "# x|unexpected character # U+0023",
        "{'text' 'a'}|unexpected character",
        "{text:1}|unexpected character t U+0074",
        "{'text':'a','entities':[}|'}' closes nothing that is open here",
        "{'text':'\\x'}|an unknown escape in a string",
        "{'text':'\\uZZZZ'}|unexpected character Z U+005A",
        "{'text':01}|a number is not written as JSON requires",
        "{'text':+1}|a number is not written as JSON requires",
        "{'text':1.}|a number is not written as JSON requires",
        "{'text':-}|a number is not written as JSON requires",
        "{'text':}|unexpected character } U+007D",
        "Ana B-PER|'Ana' is not a value",
        "5|not a JSON object; expected",
        "null|not a JSON object; expected"
      })
  void everyProblemHasItsWords(String record, String meaning) {
    assertBroken(bytes(record.replace('`', '\'').replace('\'', '"')), meaning.replace("`", ""));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void controlCharactersAndBytesThatAreNotUtf8() {
    assertBroken(
        bytes("{\"text\":\"a\tb\"}"), "a control character in a string; it is written \\u0009");
    assertBroken(
        bytes("{\"text\":\"a\0b\"}"), "a control character in a string; it is written \\u0000");
    assertBroken(bytes("{\"text\":\0}"), "unexpected character U+0000");
    assertBroken(new byte[] {'{', '"', (byte) 0xFF, '"', ':', '1', '}'}, "not UTF-8");
    assertBroken(new byte[] {'{', '"', (byte) 0xC4, '"', ':', '1', '}'}, "not UTF-8");
  }

  @Test
  void aTextThatEndsInsideAValue() {
    for (String text :
        List.of("{\"text\":\"a", "[" + RIGHT, "[" + RIGHT + ",", "{\"text\":", "[{")) {
      assertThatThrownBy(() -> Texts.labelled(text, "f.json"))
          .as(text)
          .hasMessageStartingWith("f.json:1: not valid JSON")
          .hasMessageContaining("the text ends inside a value")
          .satisfies(BrokenJsonTest::assertOurWords);
    }
    assertThatThrownBy(() -> read(bytes("{\"text\":\"a"), false))
        .hasMessageStartingWith(
            "f.json:2: not valid JSON at column 11: the text ends inside a value");
    assertThatThrownBy(() -> read(bytes("{\"text\":\"a"), true))
        .hasMessageContaining(
            "a string does not end on its line; a line break in it is written \\n");
    assertThatThrownBy(() -> read(bytes(RIGHT + " " + RIGHT), false))
        .hasMessageContaining("more than one value on the line")
        .satisfies(BrokenJsonTest::assertOurWords);
    assertThatThrownBy(() -> read(new byte[] {'"', (byte) 0xE9, '"'}, false))
        .hasMessageEndingWith("is not UTF-8; JSON is UTF-8; convert the file");
  }

  /** Numbers of a million digits, and a million levels, would otherwise take long. */
  @Test
  void whatIsTooLongOrTooDeepIsRefused() {
    int million = 1_000_000;
    assertBroken(
        bytes("{\"text\":" + "1".repeat(million) + "}"), "a number of more than 1000 digits");
    assertBroken(bytes("{\"text\":" + "[".repeat(million)), "more than 500 levels");
    assertBroken(bytes("{\"a\":".repeat(million)), "more than 500 levels");
    assertBroken(
        bytes("{\"" + "k".repeat(million) + "\":1}"), "a key of more than 50000 characters");
    String entity = "{\"text\":\"a\",\"entities\":[{\"start\":%s,\"end\":1,\"type\":\"X\"}]}";
    assertBroken(bytes(String.format(entity, "1e999999999")), "whole numbers");
    assertBroken(bytes(String.format(entity, "9".repeat(999))), "whole numbers");
    assertBroken(
        bytes(
            String.format(entity, "0,\"note\":\"" + "x".repeat(million) + "\"")
                .replace("1,", "9,")),
        "does not fit the text of 1 characters");
  }

  @Test
  void aLoneSurrogateIsACharacterLikeOthers() throws IOException {
    for (boolean array : List.of(false, true)) {
      LabelledCorpus corpus =
          read(
              bytes(
                  "{\"text\":\"\\ud83d Rom\",\"entities\":[{\"start\":2,\"end\":5,\"type\":\"X\"}]}"),
              array);
      assertThat(corpus.sentences().get(1).tags()).endsWith("B-X");
      assertThat(corpus.sentences().get(1).unlabelled().text()).isEqualTo("\uD83D Rom");
    }
  }

  /** The library refuses such a number in another way than other mistakes. */
  @Test
  void aNumberWithAnEndlessExponent() {
    String record = "{\"tokens\":[\"a\"],\"tags\":[\"O\"],\"id\":1e-99999999999999999999999999}";
    for (String text : List.of(record + "\n", "[\n" + record + "]\n")) {
      String line = text.startsWith("[") ? "2" : "1";
      assertThatThrownBy(() -> Texts.labelled(text, "f.jsonl"))
          .isInstanceOf(InputException.class)
          .hasMessage(
              "f.jsonl:" + line + ": not valid JSON: the exponent of a number has too many digits");
    }
  }
}

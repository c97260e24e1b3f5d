package dev.zener.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.testing.HfTiny;
import dev.zener.vectors.VectorFile;
import dev.zener.vectors.VectorHash;
import dev.zener.vectors.WordVectors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorsCommandTest {
  private static final String MODEL = HfTiny.TAGGER.toString();

  @TempDir Path folder;
  private String text;
  private String output;

  @BeforeEach
  void writeTexts() throws Exception {
    Path file = folder.resolve("a.txt");
    Files.write(file, HfTiny.sentences());
    text = file.toString();
    output = folder.resolve("out.vec").toString();
  }

  private Ran vectors(String... more) {
    return Ran.command(Ran.with(new String[] {"vectors", MODEL, text, "--output", output}, more));
  }

  @Test
  void vectorsOfTheWordsAreWritten() throws Exception {
    Ran ran = vectors("--width", "4");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).isEmpty();
    WordVectors vectors = VectorFile.open(Path.of(output)).vectors();
    assertThat(ran.err())
        .contains("out.vec: " + vectors.size() + " words of width 4 from layer 1 and ")
        .contains(" words in 3 sentences; ", "% of the variance kept");
    assertThat(Files.readString(Path.of(output))).startsWith(vectors.size() + " 4\n");
    String[] first = HfTiny.sentences().get(0).split("[ .,]");
    assertThat(vectors.number(first[0])).isNotNegative();
  }

  /** Labels are not read: columns, JSON and text of the same words give the same vectors. */
  @Test
  void everyFormatGivesTheSameVectors() throws Exception {
    vectors("--width", "3");
    String hash = VectorHash.of(VectorFile.open(Path.of(output)).vectors());
    StringBuilder columns = new StringBuilder();
    for (String line : Ran.command("tag", MODEL, text, "--conll").out().split("\n", -1)) {
      columns.append(line.isEmpty() ? "" : line.split("\t")[0] + "\tNO-TAG").append('\n');
    }
    Path tsv = Files.writeString(folder.resolve("a.tsv"), columns);
    Path json = Files.writeString(folder.resolve("a.jsonl"), Ran.command("tag", MODEL, text).out());
    for (Path same : List.of(tsv, json)) {
      String mapped = folder.resolve("same.safetensors").toString();
      Ran ran = Ran.command("vectors", MODEL, same.toString(), "--width", "3", "--output", mapped);
      assertThat(ran.code()).as(ran.err()).isZero();
      assertThat(VectorHash.of(VectorFile.open(Path.of(mapped)).vectors())).isEqualTo(hash);
    }
  }

  @Test
  void severalTextsAndStandardInputAreReadTogether() throws Exception {
    Ran ran =
        Ran.withInput("u u u\n", "vectors", MODEL, text, "-", "--width", "2", "--output", output);
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err()).contains(" words in 4 sentences");
  }

  @Test
  void theLimitAndTheMostFrequentWordsAreSaid() {
    Ran ran = vectors("--width", "2", "--limit", "1", "--max-words", "3", "--layer", "2");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err())
        .contains("the first 1 sentence is read, as --limit says; 2 sentences left out")
        .contains("3 words of width 2 from layer 2 and ")
        .contains("beyond the most frequent");
  }

  @Test
  void wrongSettingsAreRefusedAndNothingIsWritten() throws Exception {
    refused(vectors("--width", "13"), 1, "width 13; allowed: 1 to 12, the model's hidden size");
    refused(vectors("--layer", "3"), 1, "layer 3; allowed: 0 (the embeddings) to 2");
    refused(vectors("--layer", "-1"), 2, "'--layer': -1; allowed: 0 and more");
    refused(vectors("--width", "0"), 2, "'--width': 0; allowed: 1 and more");
    refused(vectors("--limit", "0"), 2, "'--limit': 0; allowed: 1 and more");
    refused(
        vectors("--width", "12", "--max-words", "5"),
        1,
        "width 12; allowed: 1 to 5, the number of words that have vectors");
    Path empty = Files.writeString(folder.resolve("empty.txt"), "\n\n");
    refused(
        Ran.command("vectors", MODEL, empty.toString(), "--width", "2", "--output", output),
        1,
        "empty.txt: no words");
    refused(
        Ran.command(
            "vectors", MODEL, text, "--width", "2", "--output", folder.resolve("o.bin") + ""),
        1,
        "o.bin: the ending of its name");
    refused(
        Ran.command("vectors", MODEL, text, "--output", text),
        1,
        "a.txt: is also an input and would be overwritten");
  }

  private void refused(Ran ran, int code, String message) {
    assertThat(ran.code()).isEqualTo(code);
    assertThat(ran.err()).contains(message);
    assertThat(Path.of(output)).doesNotExist();
  }

  @Test
  void vectorsAreConvertedWithTheirHash() throws Exception {
    Path in = Files.writeString(folder.resolve("in.txt"), "b 1 2\na 3 4\nb 5 6\nc 7 8\n");
    String mapped = folder.resolve("in.safetensors").toString();
    Ran ran = Ran.command("convert-vectors", in.toString(), mapped, "--limit", "2");
    assertThat(ran.code()).as(ran.err()).isZero();
    WordVectors vectors = VectorFile.open(Path.of(mapped)).vectors();
    assertThat(vectors.size()).isEqualTo(2);
    assertThat(ran.err())
        .contains("in.txt: text, the first 2 words of width 2")
        .contains("in.safetensors: SHA-256 of words and vectors " + VectorHash.of(vectors));
    Ran whole = Ran.command("convert-vectors", in.toString(), output);
    assertThat(whole.err()).contains("3 words of width 2; left out: 1 word that occurs again");
    assertThat(Files.readString(Path.of(output))).isEqualTo("3 2\nb 1 2\na 3 4\nc 7 8\n");
    refusedConversion("--limit", "0", "'--limit': 0; allowed: 1 and more", in);
  }

  private void refusedConversion(String option, String value, String message, Path in) {
    Ran ran = Ran.command("convert-vectors", in.toString(), output, option, value);
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains(message);
  }
}

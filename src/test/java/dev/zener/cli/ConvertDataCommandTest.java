package dev.zener.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConvertDataCommandTest {
  private static final String COLUMNS = "Ana\tB-PER\nBanić\tI-PER\n.\tO\n\n#\tO\n";
  private static final String TEXTS =
      """
      {"id":1,"text":"Anamarija ide","entities":[{"start":0,"end":3,"type":"PER","confidence":0.5}]}
      {"text":"u Beč","entities":[{"start":2,"end":5,"type":"LOC"}]}
      """;

  @TempDir Path folder;

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private String file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }

  @Test
  void wordsStayWords() throws IOException {
    String in = file("in.tsv", COLUMNS);
    Ran ran = Ran.command("convert-data", in, path("out.jsonl"));
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).isEmpty();
    assertThat(folder.resolve("out.jsonl"))
        .hasContent(
            """
            {"text":"Ana Banić .","entities":[{"start":0,"end":9,"type":"PER"}],\
            "tokens":["Ana","Banić","."],"tags":["B-PER","I-PER","O"]}
            {"text":"#","entities":[],"tokens":["#"],"tags":["O"]}
            """);
    assertThat(ran.err())
        .isEqualTo(
            in
                + ": columns, word from column 1, tag from the last column, IOB2; 2 sentences, 4"
                + " words\n"
                + path("out.jsonl")
                + ": JSON; 2 sentences, 1 entity\n");
    Ran back = Ran.command("convert-data", path("out.jsonl"), path("new/back.conll"));
    assertThat(back.code()).as(back.err()).isZero();
    assertThat(folder.resolve("new/back.conll")).hasContent(COLUMNS + "\n");
  }

  /** The entity ends inside a word, which is no matter where text is kept as it is. */
  @Test
  void textStaysTextWhereBothHoldIt() throws IOException {
    String in = file("in.jsonl", TEXTS);
    Ran ran = Ran.command("convert-data", in, path("out.json"));
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(folder.resolve("out.json"))
        .hasContent("[\n" + TEXTS.strip().replace("\n", ",\n") + "\n]\n");
    assertThat(ran.err()).contains("2 sentences\n", "JSON; 2 sentences, 2 entities");
    Ran words = Ran.command("convert-data", in, path("out.conll"));
    assertThat(words.code()).isOne();
    assertThat(words.err()).contains("in.jsonl:1: PER 'Ana' begins or ends inside a word");
    assertThat(folder.resolve("out.conll")).doesNotExist();
  }

  @Test
  void bratIsTwoFiles() throws IOException {
    Ran ran = Ran.command("convert-data", file("in.jsonl", TEXTS), path("out.ann"));
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(folder.resolve("out.txt")).hasContent("Anamarija ide\nu Beč\n");
    assertThat(folder.resolve("out.ann")).hasContent("T1\tPER 0 3\tAna\nT2\tLOC 16 19\tBeč\n");
    assertThat(ran.err())
        .contains("1 record without its other keys, as the format is brat")
        .contains("1 entity without its confidence, as the format is brat");
    Ran words = Ran.command("convert-data", file("in.tsv", COLUMNS), path("words"), "--to", "brat");
    assertThat(words.err()).contains("2 sentences without separate words, as the format is brat");
    assertThat(folder.resolve("words.txt")).hasContent("Ana Banić .\n#\n");
  }

  @Test
  void textIsSplitForAFormatOfWordsAndThatIsSaid() throws IOException {
    String text = TEXTS.lines().skip(1).findFirst().orElseThrow() + "\n";
    Ran ran =
        Ran.command(
            "convert-data",
            file("in.jsonl", text),
            path("out.x"),
            "--to",
            "conll",
            "--to-scheme",
            "bioes");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(folder.resolve("out.x")).hasContent("u\tO\nBeč\tS-LOC\n\n");
    assertThat(ran.err()).contains("1 text split into words, as the format is columns");
  }

  @Test
  void offsetsAreConverted() throws IOException {
    String in =
        file(
            "in.jsonl",
            "{\"text\":\"😀 Beč\",\"entities\":[{\"start\":3,\"end\":6,\"type\":\"X\"}]}\n");
    Ran ran = Ran.command("convert-data", in, path("out.jsonl"), "--offsets", "utf16");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(folder.resolve("out.jsonl")).content().contains("\"start\":2,\"end\":5,");
    Ran.command("convert-data", path("out.jsonl"), path("back.jsonl"), "--to-offsets", "utf16");
    assertThat(folder.resolve("back.jsonl")).hasSameTextualContentAs(Path.of(in));
  }

  @Test
  void aNameThatEndsWithGzIsPacked() throws IOException {
    Ran ran = Ran.command("convert-data", file("in.tsv", COLUMNS), path("out.conllu.gz"));
    assertThat(ran.code()).as(ran.err()).isZero();
    try (InputStream in =
        new GZIPInputStream(Files.newInputStream(folder.resolve("out.conllu.gz")))) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("# text = Ana Banić .\n1\tAna\t_\t_\t_\t_\t_\t_\t_\tNER=B-PER\n");
    }
    assertThat(Ran.command("convert-data", path("out.conllu.gz"), path("back.conll")).code())
        .isZero();
    assertThat(folder.resolve("back.conll")).hasContent(COLUMNS + "\n");
  }

  @Test
  void nothingIsOverwrittenOrGuessed() throws IOException {
    String in = file("in.tsv", COLUMNS);
    String old = file("out.jsonl", "old");
    Ran exists = Ran.command("convert-data", in, old);
    assertThat(exists.code()).isOne();
    assertThat(exists.err()).contains("out.jsonl: already exists and is not overwritten");
    assertThat(Path.of(old)).hasContent("old");
    Ran self = Ran.command("convert-data", in, in);
    assertThat(self.err()).contains("in.tsv: is also an input and would be overwritten");
    for (String name : new String[] {"out.xyz", "out.txt", "out.csv"}) {
      Ran unknown = Ran.command("convert-data", in, path(name));
      assertThat(unknown.code()).isEqualTo(2);
      assertThat(unknown.err()).contains(name + ": this ending is of no format", "--to; allowed: ");
    }
    Ran format = Ran.command("convert-data", in, path("a"), "--to", "exel");
    assertThat(format.code()).isEqualTo(2);
    assertThat(format.err()).contains("--to exel: no such format; allowed: conllu, jsonl, conll");
  }

  @Test
  void anEntityWithoutCharactersIsRefused() throws IOException {
    String in = file("in.jsonl", "{\"tokens\":[\"\",\"a\"],\"tags\":[\"B-PER\",\"O\"]}\n");
    Ran ran = Ran.command("convert-data", in, path("out.jsonl"));
    assertThat(ran.code()).isOne();
    assertThat(ran.err()).contains("in.jsonl:1: PER is an empty word, which has no characters");
  }

  @Test
  void aWordThatDoesNotFitNamesItsPlaceAndNothingIsWritten() throws IOException {
    String in =
        file(
            "in.jsonl",
            "{\"tokens\":[\"a\"],\"tags\":[\"O\"]}\n"
                + "{\"tokens\":[\"a\\tb\"],\"tags\":[\"O\"]}\n");
    Ran ran = Ran.command("convert-data", in, path("out.conll"));
    assertThat(ran.code()).isOne();
    assertThat(ran.err()).contains("in.jsonl:2: Word 'a\tb'");
    assertThat(folder.toFile().list()).containsExactly("in.jsonl");
  }

  @Test
  void theEndingChoosesTheScheme() throws IOException {
    String in = file("in.tsv", COLUMNS);
    Map<String, String> tags =
        Map.of(
            "out.bioes", "Ana\tB-PER\nBanić\tE-PER\n",
            "out.iob1", "Ana\tI-PER\nBanić\tI-PER\n",
            "out.iob2", "Ana\tB-PER\nBanić\tI-PER\n",
            "out.conll", "Ana\tB-PER\nBanić\tI-PER\n");
    for (Map.Entry<String, String> expected : tags.entrySet()) {
      Ran ran = Ran.command("convert-data", in, path(expected.getKey()));
      assertThat(ran.code()).as(ran.err()).isZero();
      assertThat(folder.resolve(expected.getKey())).content().startsWith(expected.getValue());
    }
    String[] chosen = {"convert-data", in, path("out.iob"), "--to-scheme", "iob1"};
    assertThat(Ran.command(chosen).code()).isZero();
    assertThat(folder.resolve("out.iob")).content().startsWith(tags.get("out.iob1"));
  }

  @Test
  void anEndingThatDoesNotFitTheSchemeIsAnError() throws IOException {
    String in = file("in.tsv", COLUMNS);
    Ran unknown = Ran.command("convert-data", in, path("out.iob"));
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("out.iob: .iob does not say which scheme", "--to-scheme");
    Ran other = Ran.command("convert-data", in, path("out.bioes"), "--to-scheme", "iob2");
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).contains("the ending says bioes, but --to-scheme is iob2");
    assertThat(folder).isDirectoryNotContaining("glob:**/out.*");
  }

  @Test
  void theEndingOfAnotherFormatNeedsNoScheme() throws IOException {
    String in = file("in.tsv", COLUMNS);
    Ran brat = Ran.command("convert-data", in, path("out.iob"), "--to", "brat");
    assertThat(brat.code()).as(brat.err()).isZero();
    assertThat(folder.resolve("out.iob.ann")).hasContent("T1\tPER 0 9\tAna Banić\n");
    Ran unclear = Ran.command("convert-data", in, path("json.iob"), "--to", "jsonl");
    assertThat(unclear.code()).as(unclear.err()).isZero();
    String[] other = {"convert-data", in, path("x.bioes"), "--to", "jsonl", "--to-scheme", "iob2"};
    Ran json = Ran.command(other);
    assertThat(json.code()).as(json.err()).isZero();
    assertThat(folder.resolve("x.bioes")).content().contains("[\"B-PER\",\"I-PER\",\"O\"]");
  }

  @Test
  void confidencesAndProbabilitiesThatAreLostAreCounted() throws IOException {
    String in =
        file(
            "in.jsonl",
            """
            {"text":"Ana i Ivo","entities":[{"start":0,"end":3,"type":"PER","confidence":0.5},\
            {"start":6,"end":9,"type":"PER","confidence":0.7}],"tokens":["Ana","i","Ivo"],\
            "tags":["B-PER","O","B-PER"],"probabilities":[{"O":0.1},{"O":0.9},{"O":0.3}]}
            """);
    Ran ran = Ran.command("convert-data", in, path("out.jsonl"));
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err())
        .contains("2 confidences of entities left out, 1 list of probabilities left out");
    String texts =
        file(
            "texts.jsonl",
            "{\"text\":\"Ana\",\"entities\":[{\"start\":0,\"end\":3,\"type\":\"PER\","
                + "\"confidence\":0.5}]}\n");
    assertThat(Ran.command("convert-data", texts, path("out.conll")).err())
        .contains("1 confidence of entities left out");
    assertThat(Ran.command("convert-data", texts, path("kept.jsonl")).err())
        .doesNotContain("left out");
  }

  @Test
  void aConfidenceThatIsNoneIsCounted() throws IOException {
    for (String none : List.of("1e999", "-1E-400", "1.01", "\"high\"")) {
      for (String words : List.of("", "\"tokens\":[\"Ana\"],\"tags\":[\"B-P\"],")) {
        String in = "{%s\"text\":\"Ana\",\"entities\":[{\"start\":0,\"end\":3,\"type\":\"P\",";
        String file = file("in.jsonl", in.formatted(words) + "\"confidence\":" + none + "}]}\n");
        Ran ran = Ran.command("convert-data", file, path("out.jsonl"));
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.err()).contains("1 confidence that is not from 0 to 1 left out");
        Files.delete(folder.resolve("out.jsonl"));
      }
    }
  }
}

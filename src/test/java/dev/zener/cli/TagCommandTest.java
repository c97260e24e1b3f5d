package dev.zener.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.zener.data.Offsets;
import dev.zener.data.TokenizerWords;
import dev.zener.data.WordSplitter;
import dev.zener.format.LabelledCorpus;
import dev.zener.format.LabelledReader;
import dev.zener.format.ReadOptions;
import dev.zener.testing.HfTiny;
import dev.zener.tokenizer.TokenizerFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TagCommandTest {
  private static final String MODEL = HfTiny.TAGGER.toString();
  private static final String TEXT = "Ana ide u Zagreb .\n\n😀 Wien (北京)!\n";
  private static final String COLUMNS = "Ana\tO\nide\tnonsense\n\nNew York\tX\n#\tO\n";

  @TempDir Path folder;

  private String file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }

  @Test
  void aLineOfTextGivesALineOfJson() throws IOException {
    Ran ran = Ran.command("tag", MODEL, file("a.txt", TEXT));
    assertThat(ran.code()).isZero();
    assertThat(ran.err()).isEmpty();
    assertThat(ran.lines()).hasSize(3);
    JsonNode first = JsonMapper.shared().readTree(ran.lines().get(0));
    assertThat(first.propertyNames()).containsExactly("text", "entities");
    assertThat(first.get("text").stringValue()).isEqualTo("Ana ide u Zagreb .");
    assertThat(first.get("entities")).isNotEmpty();
    for (JsonNode entity : first.get("entities")) {
      assertThat(entity.get("type").stringValue()).isIn("PER", "LOC");
      assertThat(entity.get("start").intValue()).isLessThan(entity.get("end").intValue());
      assertThat(entity.get("confidence").doubleValue()).isBetween(0.2, 1.0);
    }
    assertThat(ran.lines().get(1)).isEqualTo("{\"text\":\"\",\"entities\":[]}");
  }

  @Test
  void standardInputIsReadForNothingAndForAHyphen() {
    String expected = Ran.withInput(TEXT, "tag", MODEL).out();
    assertThat(expected.lines()).hasSize(3);
    assertThat(Ran.withInput(TEXT, "tag", MODEL, "-").out()).isEqualTo(expected);
    assertThat(Ran.withInput(TEXT, "tag", MODEL, "--json", "-").out()).isEqualTo(expected);
  }

  @Test
  void severalFilesAreTaggedInOrder() throws IOException {
    Ran ran =
        Ran.withInput("u\n", "tag", MODEL, file("a.txt", "Ana\n"), "-", file("b.txt", "Wien"));
    assertThat(ran.lines()).hasSize(3);
    assertThat(ran.lines().get(0)).contains("\"Ana\"");
    assertThat(ran.lines().get(1)).contains("\"u\"");
    assertThat(ran.lines().get(2)).contains("\"Wien\"");
  }

  @Test
  void aCarriageReturnBeforeTheLineEndIsDropped() {
    assertThat(Ran.withInput(TEXT.replace("\n", "\r\n"), "tag", MODEL).out())
        .isEqualTo(Ran.withInput(TEXT, "tag", MODEL).out());
  }

  @Test
  void offsetsCountCodePointsOrUnits() {
    String line = "😀 Ana";
    JsonNode points = lastEntity(Ran.withInput(line, "tag", MODEL));
    JsonNode units = lastEntity(Ran.withInput(line, "tag", MODEL, "--offsets", "utf16"));
    assertThat(points.get("end").intValue()).isEqualTo(5);
    assertThat(units.get("end").intValue()).isEqualTo(6);
  }

  private static JsonNode lastEntity(Ran ran) {
    JsonNode entities = JsonMapper.shared().readTree(ran.out()).get("entities");
    return entities.get(entities.size() - 1);
  }

  @Test
  void columnsGiveWordAndTag() throws IOException {
    Ran ran = Ran.command("tag", MODEL, "--conll", file("a.tsv", COLUMNS));
    assertThat(ran.code()).isZero();
    assertThat(ran.lines().stream().map(l -> l.split("\t")[0]))
        .containsExactly("Ana", "ide", "", "New York", "#", "");
    assertThat(ran.out()).matches("(([^\\t]+\\t(O|[BI]-(PER|LOC)))?\\n)+");
    assertThat(Ran.withInput("\nAna\n\n", "tag", MODEL, "--conll").out())
        .as("an empty line is an empty record")
        .matches("\\nAna\\t\\S+\\n\\n\\n");
  }

  @Test
  void wordsThatCameSplitAreWrittenAsTheyCame() throws IOException {
    Ran ran = Ran.command("tag", MODEL, file("a.tsv", COLUMNS));
    JsonNode second = JsonMapper.shared().readTree(ran.lines().get(1));
    assertThat(second.propertyNames()).containsExactly("text", "entities", "tokens", "tags");
    assertThat(second.get("text").stringValue()).isEqualTo("New York #");
    assertThat(second.get("tokens").get(0).stringValue()).isEqualTo("New York");
    assertThat(second.get("tags")).hasSize(2);
  }

  @Test
  void theReadersReadWhatIsWritten() throws IOException {
    String text = file("a.txt", TEXT);
    String columns = file("a.tsv", COLUMNS);
    for (Offsets offsets : Offsets.values()) {
      String word = Choice.word(offsets);
      LabelledCorpus json =
          read(offsets, "a.jsonl", "tag", MODEL, text, columns, "--offsets", word);
      LabelledCorpus tags = read(offsets, "a.conll", "tag", MODEL, text, columns, "--conll");
      assertThat(json.sentences()).hasSize(5);
      assertThat(json.sentences().get(2).unlabelled().text()).isEqualTo("😀 Wien (北京)!");
      assertThat(json.sentences().get(4).words()).containsExactly("New York", "#");
      assertThat(
              json.sentences().stream()
                  .filter(s -> s.size() > 0)
                  .map(s -> s.words() + "" + s.tags()))
          .isEqualTo(tags.sentences().stream().map(s -> s.words() + "" + s.tags()).toList());
      assertThat(json.types()).isNotEmpty();
    }
  }

  private LabelledCorpus read(Offsets offsets, String name, String... command) throws IOException {
    Ran ran = Ran.command(command);
    assertThat(ran.code()).as(ran.err()).isZero();
    WordSplitter splitter = TokenizerWords.of(TokenizerFiles.open(HfTiny.TAGGER).preTokenizer());
    return new LabelledReader(ReadOptions.DEFAULTS.withOffsets(offsets), splitter)
        .read(new ByteArrayInputStream(ran.out().getBytes(StandardCharsets.UTF_8)), name);
  }

  @Test
  void whatIsWrittenCanBeTaggedAgain() throws IOException {
    Ran once = Ran.command("tag", MODEL, file("a.txt", TEXT), file("a.tsv", COLUMNS));
    Ran again = Ran.command("tag", MODEL, file("a.jsonl", once.out()));
    assertThat(again.out()).isNotEqualTo("");
    assertThat(withoutConfidence(again)).isEqualTo(withoutConfidence(once));
  }

  /**
   * The output without confidences, whose last digits depend on the other sentences of the batch.
   */
  private static String withoutConfidence(Ran ran) {
    return ran.out().replaceAll(",\"confidence\":[0-9.]+", "");
  }

  @Test
  void aFileOfUnknownKindIsReadAsTextAndThatIsSaid() throws IOException {
    Ran ran = Ran.command("tag", MODEL, file("news", "Ana ide\n"));
    assertThat(ran.lines()).hasSize(1);
    assertThat(ran.err()).contains("news: read as text", "--format");
    assertThat(Ran.command("tag", MODEL, "--format", "conll", file("news", "Ana ide\n")).lines())
        .singleElement()
        .asString()
        .contains("\"tokens\":[\"Ana\"]");
  }

  @Test
  void longSentencesAreTaggedInWindowsAndThatIsSaid() {
    Ran ran = Ran.withInput("Ana ide u Zagreb . ".repeat(20), "tag", MODEL);
    assertThat(ran.lines()).hasSize(1);
    assertThat(ran.err()).contains("1 sentence, 1 cut into windows");
    assertThat(Ran.withInput("Ana", "tag", MODEL, "--max-pieces", "33").err())
        .contains("up to 32, the positions of");
  }

  @Test
  void manySentencesStreamThroughInOrder() {
    StringBuilder input = new StringBuilder();
    for (int i = 0; i < 700; i++) {
      input.append("Ana ").append(i).append('\n');
    }
    List<String> lines = Ran.withInput(input.toString(), "tag", MODEL).lines();
    assertThat(lines).hasSize(700);
    for (int i = 0; i < 700; i++) {
      assertThat(lines.get(i)).startsWith("{\"text\":\"Ana " + i + "\",");
    }
  }

  @Test
  void aDeviceAndADecodingCanBeChosen() {
    String fast = Ran.withInput(TEXT, "tag", MODEL, "--device", "onednn", "--conll").out();
    String slow = Ran.withInput(TEXT, "tag", MODEL, "--device", "reference", "--conll").out();
    assertThat(fast).isNotEmpty().isEqualTo(slow);
    assertThat(Ran.withInput(TEXT, "tag", MODEL, "--decoding", "viterbi").code()).isZero();
  }

  @Test
  void entitiesBelowAThresholdBecomeOAndAreCounted() throws IOException {
    String columns = file("a.tsv", COLUMNS);
    int found = entities(Ran.command("tag", MODEL, columns));
    Ran none = Ran.command("tag", MODEL, columns, "--threshold", "1");
    assertThat(none.code()).isZero();
    assertThat(none.err())
        .isEqualTo(
            columns
                + ": columns, word from column 1\n"
                + "%1$d of %1$d entities left out: their confidence is below the threshold\n"
                    .formatted(found));
    assertThat(entities(none)).isZero();
    assertThat(none.out()).contains("\"tags\":[\"O\",\"O\"]");
    assertThat(Ran.command("tag", MODEL, columns, "--threshold", "1", "--conll").out())
        .isEqualTo("Ana\tO\nide\tO\n\nNew York\tO\n#\tO\n\n");
    Ran types =
        Ran.command(
            "tag", MODEL, columns, "--threshold=1", "--threshold=PER=0", "--threshold=LOC=0");
    assertThat(entities(types)).isEqualTo(found).isPositive();
    assertThat(types.err()).isEqualTo(columns + ": columns, word from column 1\n");
  }

  private static int entities(Ran ran) {
    return ran.lines().stream()
        .mapToInt(line -> JsonMapper.shared().readTree(line).get("entities").size())
        .sum();
  }

  @Test
  void wrongThresholdsAreErrors() {
    Ran unknown = Ran.withInput("Ana", "tag", MODEL, "--threshold", "ORG=0.5");
    assertThat(unknown.code()).isOne();
    assertThat(unknown.err()).contains("type 'ORG'", "its types are PER, LOC");
    for (String wrong : List.of("1.1", "-0.1", "x", "PER=", "PER=2", "NaN", "")) {
      Ran ran = Ran.withInput("Ana", "tag", MODEL, "--threshold=" + wrong);
      assertThat(ran.code()).as(wrong).isEqualTo(2);
      assertThat(ran.err())
          .contains("option '--threshold': '" + wrong + "'; allowed: a number from 0 to 1");
    }
    Ran twice = Ran.withInput("Ana", "tag", MODEL, "--threshold=0.1", "--threshold=0.2");
    assertThat(twice.code()).isEqualTo(2);
    assertThat(twice.err()).contains("'0.2'; a second one");
  }

  @Test
  void probabilitiesOfAllTagsAreWrittenForEachWord() {
    Ran ran = Ran.withInput("Ana ide.\n\n", "tag", MODEL, "--probabilities");
    JsonNode line = JsonMapper.shared().readTree(ran.lines().get(0));
    assertThat(line.propertyNames())
        .containsExactly("text", "entities", "tokens", "tags", "probabilities");
    assertThat(line.get("tokens")).hasSize(3);
    assertThat(line.get("probabilities")).hasSize(3);
    for (JsonNode word : line.get("probabilities")) {
      assertThat(word.propertyNames()).containsExactly("O", "B-PER", "I-PER", "B-LOC", "I-LOC");
      double sum = 0;
      for (JsonNode p : word) {
        sum += p.doubleValue();
        assertThat(p.doubleValue() * 1e6)
            .as("six digits")
            .isEqualTo(Math.rint(p.doubleValue() * 1e6));
      }
      assertThat(sum).isCloseTo(1, within(3e-6));
    }
    assertThat(ran.lines().get(1))
        .isEqualTo(
            "{\"text\":\"\",\"entities\":[],\"tokens\":[],\"tags\":[],\"probabilities\":[]}");
    Ran columns = Ran.withInput("Ana", "tag", MODEL, "--probabilities", "--conll");
    assertThat(columns.code()).isEqualTo(2);
    assertThat(columns.err()).contains("--probabilities is for JSON lines");
  }

  @Test
  void aKindOfConfidenceCanBeChosen() {
    String text = "Ana ide u Zagreb . ".repeat(5);
    String least = Ran.withInput(text, "tag", MODEL).out();
    assertThat(Ran.withInput(text, "tag", MODEL, "--confidence", "least").out()).isEqualTo(least);
    String product = Ran.withInput(text, "tag", MODEL, "--confidence", "product").out();
    assertThat(product).isNotEqualTo(least);
    assertThat(product.replaceAll("\"confidence\":[0-9.]+", ""))
        .isEqualTo(least.replaceAll("\"confidence\":[0-9.]+", ""));
    assertThat(Ran.withInput(text, "tag", MODEL, "--confidence", "most").err())
        .contains("least, mean, product");
  }

  @Test
  void badInputNamesFileAndLine() throws IOException {
    Ran ran = Ran.command("tag", MODEL, file("a.jsonl", "{\"text\":\"Ana\"}\n{\"txt\":1}\n"));
    assertThat(ran.code()).isOne();
    assertThat(ran.err()).contains("a.jsonl:2: ");
    String mark = file("b.jsonl", "{\"tokens\":[\"-DOCSTART-\"]}\n");
    assertThat(Ran.command("tag", MODEL, "--conll", mark).err()).contains("b.jsonl:1: ");
  }

  /** A caller that sends one line at a time gets each answer before it sends the next line. */
  @Test
  void answersComeBeforeStandardInputIsWaitedFor() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<String> seen = new ArrayList<>();
    InputStream talk =
        new InputStream() {
          private int turn;

          @Override
          public int read() {
            throw new UnsupportedOperationException("one byte at a time");
          }

          @Override
          public int read(byte[] bytes, int from, int length) {
            seen.add(out.toString(StandardCharsets.UTF_8));
            byte[] line = (turn++ + "\n").getBytes(StandardCharsets.UTF_8);
            System.arraycopy(line, 0, bytes, from, line.length);
            return turn > 2 ? -1 : line.length;
          }
        };
    PrintStream err =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    assertThat(Main.run(new String[] {"tag", MODEL}, talk, out, err)).isZero();
    assertThat(seen.get(0)).isEmpty();
    assertThat(seen.get(1)).startsWith("{\"text\":\"0\"").endsWith("}\n");
    assertThat(seen.get(2).lines()).hasSize(2);
  }
}

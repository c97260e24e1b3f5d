package dev.zener.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.zener.label.LabelSet;
import dev.zener.model.Parameters;
import dev.zener.model.TaggerShape;
import dev.zener.pretrained.ModelDirectory;
import dev.zener.pretrained.ModelWriter;
import dev.zener.testing.HfTiny;
import dev.zener.weights.DType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests the commands score and evaluate. */
class ScoresTest {
  private static final Path SCORED = Path.of("src/test/resources/metric");
  private static final String ARCADA = SCORED.resolve("arcada.gold-pred").toString();
  private static final String FLYTXT = SCORED.resolve("flytxt.gold-pred").toString();
  private static final String MODEL = HfTiny.TAGGER.toString();

  @TempDir Path folder;

  private String file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }

  private static JsonNode json(Ran ran) {
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.lines()).hasSize(1);
    return JsonMapper.shared().readTree(ran.out());
  }

  @Test
  void oneFileGivesTheReportOfConlleval() throws IOException {
    assertThat(Ran.command("score", ARCADA).out())
        .isEqualTo(Files.readString(SCORED.resolve("arcada.conlleval-out")));
    assertThat(Ran.withInput(Files.readString(Path.of(ARCADA)), "score", "-").out())
        .isEqualTo(Ran.command("score", ARCADA).out());
  }

  @Test
  void jsonGivesFractions() {
    JsonNode score = json(Ran.command("score", "--json", ARCADA));
    assertThat(score.propertyNames()).containsExactly("micro", "types");
    JsonNode micro = score.get("micro");
    assertThat(micro.propertyNames())
        .containsExactly("precision", "recall", "f1", "gold", "predicted", "correct");
    assertThat(micro.get("f1").doubleValue()).isCloseTo(0.39978564, within(1e-8));
    assertThat(micro.get("correct").intValue()).isEqualTo(373);
    assertThat(score.at("/types/person/gold").intValue()).isEqualTo(429);
  }

  @Test
  void severalFilesAreScoredEachAndTogether() {
    JsonNode score = json(Ran.command("score", "--json", ARCADA, FLYTXT));
    assertThat(score.propertyNames()).containsExactly("micro", "types", "files");
    assertThat(score.at("/micro/predicted").intValue()).isEqualTo(787 + 720);
    assertThat(score.at("/files/0/micro/predicted").intValue()).isEqualTo(787);
    assertThat(score.at("/files/1/file").stringValue()).isEqualTo(FLYTXT);
    assertThat(score.at("/files/1/types/person/correct").intValue()).isEqualTo(226);
    String text = Ran.command("score", ARCADA, FLYTXT).out();
    assertThat(text).startsWith(ARCADA + "\nprocessed 23394 tokens");
    assertThat(text).contains("\nall files\nprocessed 46788 tokens");
  }

  @Test
  void aLineThatIsNoneIsNamed() throws IOException {
    Ran ran = Ran.command("score", file("a.tsv", "Ana\tB-PER\tO\nu\tO\tX\n"));
    assertThat(ran.code()).isOne();
    assertThat(ran.err()).contains("a.tsv:2: ", "'X'");
  }

  @Test
  void whatTheModelSaysOfItsOwnTagsIsPerfect() throws IOException {
    String tagged = Ran.withInput("Ana ide u Zagreb .\nWien\n", "tag", MODEL, "--conll").out();
    String gold = file("gold.tsv", tagged);
    JsonNode score = json(Ran.command("evaluate", MODEL, gold, "--json"));
    assertThat(score.at("/micro/f1").doubleValue()).isEqualTo(1);
    Ran report = Ran.command("evaluate", MODEL, gold);
    assertThat(report.out()).contains("FB1: 100.00", "macro: precision: 100.00%", "gold\\pred");
    assertThat(report.err()).contains("IOB2; 2 sentences, 6 words");
  }

  @Test
  void predictionsAreWrittenAsScoreReadsThem() throws IOException {
    String gold = file("gold.tsv", "Ana\tB-PER\nide\tO\n\nWien\tB-LOC\n");
    Path predictions = folder.resolve("predictions.tsv");
    Ran evaluated =
        Ran.command("evaluate", MODEL, gold, gold, "--json", "--predictions", predictions + "");
    JsonNode score = json(Ran.command("score", "--json", predictions.toString()));
    assertThat(score.get("micro")).isEqualTo(json(evaluated).get("micro"));
    assertThat(Files.readAllLines(predictions)).hasSize(10);
  }

  @Test
  void otherSchemesAreScoredAndNamed() {
    Path cases = Path.of("src/test/resources/cases/05-other-schemes-repaired");
    assertThat(Ran.command("score", cases.resolve("bare.tsv").toString()).out())
        .contains("precision:  50.00%; recall:  50.00%; FB1:  50.00");
    String bilou = cases.resolve("bilou.conll").toString();
    Ran found = Ran.command("evaluate", MODEL, bilou);
    assertThat(found.err()).contains("BIOES (letters B I L O U); 1 sentence, 5 words");
    assertThat(found.out()).contains("found:", "5 tokens with 2 phrases");
    Ran named = Ran.command("evaluate", MODEL, bilou, "--scheme", "bilou");
    assertThat(named.out()).isEqualTo(found.out());
    assertThat(Ran.command("evaluate", MODEL, bilou, "--scheme", "iob2", "--repair"))
        .matches(ran -> ran.code() == 1 && ran.err().contains("--scheme bioes"));
  }

  @Test
  void anIllegalTagIsAnErrorOrRepairedAndCounted() throws IOException {
    String gold = file("bad.tsv", "Ana\tB-PER\nu\tI-LOC\nZagreb\tB-LOC\n");
    Ran strict = Ran.command("evaluate", MODEL, gold);
    assertThat(strict.code()).isOne();
    assertThat(strict.out()).isEmpty();
    assertThat(strict.err()).contains("bad.tsv:2: tag 'I-LOC'");
    Ran repaired = Ran.command("evaluate", MODEL, gold, "--repair");
    assertThat(repaired.code()).isZero();
    assertThat(repaired.err()).contains("1 illegal tag repaired");
  }

  @Test
  void readingOptionsReachTheReader() throws IOException {
    Path gold = folder.resolve("deu.testb");
    Files.write(
        gold, new byte[] {'d', 'e', ':', (byte) 0xFC, ' ', 'x', ' ', 'I', '-', 'P', 'E', 'R'});
    String[] command = {"evaluate", MODEL, gold.toString(), "--charset", "latin1"};
    assertThat(Ran.command("evaluate", MODEL, gold.toString()).err()).contains("deu.testb:1: byte");
    assertThat(Ran.command(command).err()).contains("IOB1; 1 sentence, 1 word");
    Path predictions = folder.resolve("p.tsv");
    Ran.command(
        "evaluate",
        MODEL,
        gold.toString(),
        "--charset=latin1",
        "--scheme=iob1",
        "--separator=space",
        "--strip-language",
        "--predictions=" + predictions);
    assertThat(Files.readString(predictions)).startsWith("ü\tB-PER\t");
    assertThat(Ran.command("evaluate", MODEL, gold.toString(), "--charset=latin1", "--scheme=iob2"))
        .matches(ran -> ran.code() == 1 && ran.err().contains("read as IOB2"));
  }

  @Test
  void typesThatTheModelDoesNotKnowAreSaid() throws IOException {
    Ran ran = Ran.command("evaluate", MODEL, file("a.tsv", "Ana\tB-ORG\n"));
    assertThat(ran.code()).isZero();
    assertThat(ran.err()).contains("types [ORG]", "[PER, LOC]");
  }

  private static final String STRICT = "a\tB-X\tI-X\nb\tI-X\tI-X\nc\tO\tO\n\nd\tB-Y\tB-Y\n";

  @Test
  void strictScoresStandBesideThoseOfConlleval() throws IOException {
    String tags = file("a.tsv", STRICT);
    String usual = Ran.command("score", tags).out();
    String text = Ran.command("score", tags, "--strict").out();
    assertThat(text).startsWith(usual + "strict IOB2: 2 phrases; found: 1 phrases; correct: 1.\n");
    assertThat(usual).contains("FB1: 100.00");
    JsonNode score = json(Ran.command("score", "--json", "--strict", tags, ARCADA));
    assertThat(score.propertyNames()).containsExactly("micro", "types", "strict", "files");
    JsonNode strict = score.at("/files/0/strict");
    assertThat(strict.propertyNames()).containsExactly("scheme", "micro", "types");
    assertThat(strict.get("scheme").stringValue()).isEqualTo("iob2");
    assertThat(strict.at("/micro/f1").doubleValue()).isCloseTo(2.0 / 3, within(1e-15));
    assertThat(strict.at("/types/X/predicted").intValue()).isZero();
    assertThat(score.at("/files/0/micro/f1").doubleValue()).isEqualTo(1);
    assertThat(json(Ran.command("score", "--json", tags)).has("strict")).isFalse();
  }

  @Test
  void theSchemeOfStrictScoresIsNamed() throws IOException {
    String bioes = file("a.tsv", "a\tB-X\tB-X\nb\tE-X\tI-X\n");
    JsonNode score = json(Ran.command("score", "--json", "--strict", "--scheme", "bioes", bioes));
    assertThat(score.at("/strict/micro/gold").intValue()).isOne();
    assertThat(score.at("/strict/micro/predicted").intValue()).isZero();
    Ran other = Ran.command("score", "--strict", bioes);
    assertThat(other.code()).isOne();
    assertThat(other.err()).contains("a.tsv:2: gold column: tag 'E-X'", "O, B-X, I-X", "--scheme");
    Ran alone = Ran.command("score", "--scheme", "bioes", bioes);
    assertThat(alone.code()).isEqualTo(2);
    assertThat(alone.err()).contains("--scheme is only used by --strict");
  }

  @Test
  void strictScoresReadEveryNotation() throws IOException {
    for (String tags : List.of("B-X\tB-X\nL-X\tI-X", "B\tB\nL\tI", "X_B\tX_B\nX_L\tX_I")) {
      String words = file("a.tsv", "a\t" + tags.replace("\n", "\nb\t") + "\n");
      String[] command = {"score", "--json", "--strict", "--scheme", "bilou", words};
      JsonNode strict = json(Ran.command(command)).get("strict");
      assertThat(strict.at("/micro/gold").intValue()).as(tags).isOne();
      assertThat(strict.at("/micro/predicted").intValue()).as(tags).isZero();
    }
  }

  /** A tagger that gives every word I-PER: to conlleval an entity, to the scheme none. */
  @Test
  void aModelIsScoredStrictlyByItsTagsAsTheyAre() throws IOException {
    ModelDirectory tiny = ModelDirectory.open(HfTiny.TAGGER);
    LabelSet labels = LabelSet.of(List.of("PER"));
    Path inside = folder.resolve("inside");
    try (Parameters p =
        Parameters.random(new TaggerShape(tiny.encoder(), labels.size(), List.of()), 1)) {
      p.get("classifier.bias").set(labels.index("I-PER"), 9);
      ModelWriter.write(inside, p, labels, tiny.tokenizer(), DType.F32, Map.of());
    }
    String gold = file("gold.tsv", "Ana\tI-PER\nide\tI-PER\n");
    String[] evaluate = {"evaluate", inside.toString(), gold, "--scheme", "iob1", "--strict"};
    JsonNode score = json(Ran.command(Ran.with(evaluate, "--json")));
    assertThat(score.at("/micro/f1").doubleValue()).isEqualTo(1);
    assertThat(score.at("/strict/micro/gold").intValue()).isOne();
    assertThat(score.at("/strict/micro/predicted").intValue()).isZero();
    assertThat(Ran.command(evaluate).out())
        .containsSubsequence("gold\\pred", "strict IOB2: 1 phrases; found: 0 phrases");
  }

  @Test
  void aFileWithoutSentencesIsAnError() throws IOException {
    for (String content : List.of("", "\n\n")) {
      String empty = file("empty.tsv", content);
      for (Ran ran :
          List.of(
              Ran.command("score", ARCADA, empty),
              Ran.command("evaluate", MODEL, empty),
              Ran.withInput(content, "evaluate", MODEL, "--format", "jsonl", "-"))) {
        assertThat(ran.code()).isOne();
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).contains(": no sentences, so there is nothing to score");
      }
    }
  }
}

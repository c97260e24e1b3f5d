package dev.zener.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.testing.HfTiny;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests the forms of the output of {@code tag} other than plain JSON lines and columns. */
class TagOutputTest {
  private static final String MODEL = HfTiny.TAGGER.toString();
  private static final String TEXT = "Ana ide u Zagreb .\n\n😀 Wien (北京)!\n";
  private static final String STATION =
      """
      # sent_id = 1
      1\tAna\t_\tPROPN\t_\t_\t_\t_\t_\tSpaceAfter=No
      2-3\tzum\t_\t_\t_\t_\t_\t_\t_\t_
      2\tzu\tzu\tADP\t_\t_\t_\t_\t_\tGloss=to
      3\tdem\tder\tDET\t_\t_\t_\t_\t_\t_

      """;

  @TempDir Path folder;

  private String file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }

  /** The entities of JSON lines: line, start, end and type. */
  private static List<String> entities(Ran json) {
    List<String> entities = new ArrayList<>();
    List<String> lines = json.lines();
    for (int i = 0; i < lines.size(); i++) {
      for (JsonNode entity : JsonMapper.shared().readTree(lines.get(i)).get("entities")) {
        entities.add(
            (i + 1)
                + ","
                + entity.get("start")
                + ","
                + entity.get("end")
                + ","
                + entity.get("type").stringValue());
      }
    }
    return entities;
  }

  @Test
  void csvHasALinePerEntity() throws IOException {
    String text = file("a.txt", TEXT);
    Ran csv = Ran.command("tag", MODEL, text, "--csv");
    assertThat(csv.code()).as(csv.err()).isZero();
    assertThat(csv.lines().get(0)).isEqualTo("file,line,start,end,type,text,confidence");
    List<String> wanted = entities(Ran.command("tag", MODEL, text));
    assertThat(wanted).isNotEmpty();
    assertThat(csv.lines()).hasSize(1 + wanted.size());
    for (int i = 0; i < wanted.size(); i++) {
      assertThat(csv.lines().get(1 + i)).startsWith(text + "," + wanted.get(i) + ",");
    }
  }

  @Test
  void conlluKeepsWhatItHad() throws IOException {
    Ran ran = Ran.command("tag", MODEL, file("x.conllu", STATION), "--conllu");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out().replaceAll("NER=(O|[BI]-[A-Z]+)", "NER=?"))
        .isEqualTo(
            """
            # sent_id = 1
            1\tAna\t_\tPROPN\t_\t_\t_\t_\t_\tSpaceAfter=No|NER=?
            2-3\tzum\t_\t_\t_\t_\t_\t_\t_\t_
            2\tzu\tzu\tADP\t_\t_\t_\t_\t_\tGloss=to|NER=?
            3\tdem\tder\tDET\t_\t_\t_\t_\t_\tNER=?

            """);
    assertThat(ran.err())
        .isEqualTo(
            folder.resolve("x.conllu")
                + ": CoNLL-U, word from column 2; 1 range of words left out\n");
  }

  @Test
  void conlluOfTextCanBeTaggedAgain() throws IOException {
    Ran once = Ran.command("tag", MODEL, file("a.txt", TEXT), "--conllu");
    assertThat(once.out()).contains("# text = Ana ide u Zagreb .\n1\tAna\t_\t");
    assertThat(once.err()).isEqualTo("(standard output): 1 sentence without words left out\n");
    Ran again = Ran.command("tag", MODEL, file("a.conllu", once.out()), "--conllu");
    assertThat(again.out()).isEqualTo(once.out());
  }

  @Test
  void otherKeysAndLocationsAreInTheRecord() throws IOException {
    String json = file("a.jsonl", "{\"id\":\"x\",\"text\":\"Ana\",\"entities\":[]}\n");
    String text = file("b.txt", "\nWien\n");
    Ran ran = Ran.command("tag", MODEL, json, text, "--locations");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.lines().get(0))
        .startsWith("{\"id\":\"x\",\"file\":\"" + json + "\",\"line\":1,\"text\":\"Ana\",");
    assertThat(ran.lines().get(2))
        .startsWith("{\"file\":\"" + text + "\",\"line\":2,\"text\":\"Wien\",");
    assertThat(ran.err()).isEqualTo(json + ": JSON lines, tokens or text\n");
    Ran columns = Ran.command("tag", MODEL, text, "--locations", "--conll");
    assertThat(columns.code()).isEqualTo(2);
    assertThat(columns.err()).contains("--locations is for JSON lines");
  }

  @Test
  void tagsAreWrittenInTheSchemeThatIsNamed() throws IOException {
    String text = file("a.txt", TEXT);
    String bioes = Ran.command("tag", MODEL, text, "--conll", "--scheme", "bioes").out();
    assertThat(bioes).containsPattern("\t[SE]-").doesNotContainPattern("\t\\?");
    String back = folder.resolve("back.conll").toString();
    Ran.command("convert-data", file("b.conll", bioes), back);
    assertThat(Path.of(back)).content().isEqualTo(withoutEmpty(text));
  }

  private static String withoutEmpty(String text) {
    return Ran.command("tag", MODEL, text, "--conll").out().replace("\n\n\n", "\n\n");
  }

  @Test
  void bratIsWrittenBesideStandardOutput() throws IOException {
    String text = file("a.txt", TEXT);
    String name = folder.resolve("new/b").toString();
    Ran ran = Ran.command("tag", MODEL, text, "--brat", name);
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out()).isEqualTo(Ran.command("tag", MODEL, text).out());
    assertThat(Path.of(name + ".txt")).hasContent(TEXT);
    List<String> annotations = Files.readAllLines(Path.of(name + ".ann"));
    assertThat(annotations).hasSameSizeAs(entities(ran));
    int[] points = TEXT.codePoints().toArray();
    for (String annotation : annotations) {
      String[] cells = annotation.split("\t");
      String[] place = cells[1].split(" ");
      int start = Integer.parseInt(place[1]);
      int end = Integer.parseInt(place[2]);
      assertThat(new String(points, start, end - start)).isEqualTo(cells[2]);
    }
  }

  @Test
  void bratThatCannotBeCompletedIsNotWritten() throws IOException {
    String broken = file("a.jsonl", "{\"text\":\"Ana\"}\n{\"txt\":1}\n");
    Ran ran = Ran.command("tag", MODEL, broken, "--brat", folder.resolve("b").toString());
    assertThat(ran.code()).isOne();
    assertThat(folder.toFile().list()).containsExactly("a.jsonl");
    String text = file("c.txt", TEXT);
    Ran refused = Ran.command("tag", MODEL, text, "--brat", folder.resolve("c").toString());
    assertThat(refused.code()).isOne();
    assertThat(refused.err()).contains("c.txt: is also an input", "--brat requires a file");
    assertThat(Path.of(text)).hasContent(TEXT);
  }

  @Test
  void packedFilesAreReadAndNotesNameTheirFile() throws IOException {
    Path packed = folder.resolve("a.tsv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write("Ana\tB-PER\nide\tO\n".getBytes(StandardCharsets.UTF_8));
    }
    String text = file("b.txt", "Ana ide u Zagreb . ".repeat(20) + "\n");
    Ran ran = Ran.command("tag", MODEL, packed.toString(), text, "--conll");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).startsWith("Ana\t");
    assertThat(ran.err().lines())
        .satisfiesExactly(
            note -> assertThat(note).isEqualTo(packed + ": columns, word from column 1"),
            note -> assertThat(note).startsWith(text + ": 1 sentence, 1 cut into windows"));
    Ran scored = Ran.command("evaluate", MODEL, packed.toString());
    assertThat(scored.code()).as(scored.err()).isZero();
    assertThat(scored.err()).contains(packed + ": columns", "1 sentence, 2 words");
    Ran directory = Ran.command("tag", MODEL, folder.toString());
    assertThat(directory.code()).isOne();
    assertThat(directory.err()).contains("is a directory");
  }

  /** The tiny tagger gives zu and dem entities of their own, which have the characters of zum. */
  @Test
  void entitiesOfOneTokenAreShownOnce() throws IOException {
    String input =
        file("p.conllup", "# global.columns = ID FORM\n1\tAna\n2-3\tzum\n2\tzu\n3\tdem\n\n");
    Path page = folder.resolve("p.html");
    Path brat = folder.resolve("p");
    Ran ran =
        Ran.command("tag", MODEL, input, "--html", page.toString(), "--brat", brat.toString());
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(entities(ran)).contains("1,4,7,LOC", "1,4,7,PER");
    assertThat(ran.err())
        .contains(
            "the page leaves out 1 entity that overlaps",
            "p.txt: 1 entity left out, since it overlaps");
    assertThat(Files.readString(folder.resolve("p.ann"))).containsOnlyOnce("4 7\tzum");
    assertThat(page).exists();
  }

  @Test
  void optionsThatWouldHaveNoEffectAreRefused() {
    Ran scheme = Ran.withInput("Ana", "tag", MODEL, "--csv", "--scheme", "bioes");
    assertThat(scheme.code()).isEqualTo(2);
    assertThat(scheme.err()).contains("--scheme is for tags");
    Ran language = Ran.withInput("Ana", "tag", MODEL, "--sentences=german");
    assertThat(language.code()).isEqualTo(2);
    assertThat(language.err()).contains("'german'; allowed: the tag of a language, such as de");
  }

  @Test
  void filesThatWouldOverwriteOthersAreRefused() throws IOException {
    String text = file("a.txt", TEXT);
    String both = folder.resolve("b").toString();
    Ran same = Ran.command("tag", MODEL, text, "--brat", both, "--html", both + ".txt");
    assertThat(same.code()).isEqualTo(1);
    assertThat(same.err()).contains("b.txt: is named by --html and by --brat");
    for (String name : List.of("/", "-", ".txt")) {
      Ran ran = Ran.command("tag", MODEL, text, "--brat", name);
      assertThat(ran.code()).as(name).isEqualTo(1);
      assertThat(ran.err()).as(name).contains("is no name of brat's two files");
    }
    String gold = file("g.tsv", "Ana\tB-PER\n");
    Ran predictions = Ran.command("evaluate", MODEL, gold, "--predictions", gold);
    assertThat(predictions.code()).isEqualTo(1);
    assertThat(predictions.err()).contains("is also an input and would be overwritten");
    assertThat(Path.of(gold)).hasContent("Ana\tB-PER\n");
  }

  @Test
  void probabilitiesOfAnEarlierRunAreNotPassedOn() throws IOException {
    Ran first = Ran.withInput("Ana ide.\n", "tag", MODEL, "--probabilities");
    String again = file("p.jsonl", first.out());
    Ran second = Ran.command("tag", MODEL, again);
    assertThat(second.out()).contains("\"text\":\"Ana ide.\"").doesNotContain("probabilities");
  }
}

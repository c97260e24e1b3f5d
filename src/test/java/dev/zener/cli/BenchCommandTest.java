package dev.zener.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.zener.device.Workers;
import dev.zener.op.backend.Backends;
import dev.zener.testing.HfTiny;
import dev.zener.testing.WorkerTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Tag("slow")
class BenchCommandTest {
  private static final String TINY =
      " --layers 2 --hidden 32 --heads 2 --feed-forward 64 --steps 3 --batch 4 --warmup 1";

  private static Ran bench(String arguments) {
    return Ran.command(("bench " + arguments).split(" "));
  }

  private static JsonNode json(Ran ran) {
    List<String> lines = ran.lines();
    return JsonMapper.builder().build().readTree(lines.get(lines.size() - 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"student", "tag"})
  void theTableSumsUpAndTheLastLineIsJson(String kind) {
    Ran ran = bench(kind + TINY);
    assertThat(ran.code()).as(ran.err()).isZero();
    List<String> table = ran.lines().stream().filter(l -> l.contains(" %")).toList();
    List<Double> rows = new ArrayList<>();
    double step = 0;
    for (String line : table) {
      if (line.matches(".* \\d+\\.\\d\\d +\\d+\\.\\d %.*") && !line.startsWith("tokenizing")) {
        double ms = Double.parseDouble(line.replaceFirst("^\\D+", "").split(" ")[0]);
        if (line.startsWith("step ")) {
          step = ms;
        } else {
          rows.add(ms);
        }
      }
    }
    assertThat(rows).hasSizeGreaterThan(5);
    double sum = rows.stream().mapToDouble(Double::doubleValue).sum();
    assertThat(sum).as("each is rounded").isCloseTo(step, within(0.005 * (rows.size() + 1)));
    JsonNode json = json(ran);
    assertThat(json.at("/style").stringValue()).isEqualTo(kind);
    assertThat(json.at("/device").stringValue()).isEqualTo("onednn");
    assertThat(json.at("/precision").stringValue()).isEqualTo("float32");
    assertThat(json.at("/s_per_step").size()).isEqualTo(3);
    double seconds = 0;
    for (JsonNode s : json.at("/s_per_step")) {
      seconds += s.doubleValue();
    }
    assertThat(json.at("/pieces_per_s").doubleValue() * seconds)
        .isCloseTo(json.at("/pieces").intValue(), within(0.2 * json.at("/pieces").intValue()));
    for (String key :
        List.of("sentences_per_s", "words_per_s", "threads", "ceiling_gflops", "gflops", "share")) {
      assertThat(json.get(key).doubleValue()).as(key).isPositive();
    }
  }

  /** The expected numbers were counted by a script that selects sentences like the PyTorch peer. */
  @Test
  void thePiecesAreThePeers() {
    String size = "--layers 1 --hidden 4 --heads 1 --feed-forward 4 --batch 8 --steps 5 --warmup 0";
    assertThat(json(bench("student " + size)).at("/pieces").intValue()).isEqualTo(2278);
    assertThat(json(bench("tag " + size)).at("/pieces").intValue()).isEqualTo(1221);
  }

  @Test
  void aModelBringsItsShapeAndItsPieces() {
    Ran ran = bench("tag --steps 2 --batch 2 --max-pieces 16 --model " + HfTiny.TAGGER);
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(json(ran).at("/pieces").intValue()).isBetween(4 * 3, 4 * 16);
    Ran tooLong = bench("tag --steps 2 --batch 2 --max-pieces 4096 --model " + HfTiny.TAGGER);
    assertThat(tooLong.code()).isOne();
    assertThat(tooLong.err()).contains("4096 pieces; allowed: up to");
  }

  @Test
  void thePrecisionIsThatOfTheProducts() {
    String auto = Backends.choose("auto", "auto").precision();
    Ran ran = bench("tag" + TINY + " --precision auto");
    assertThat(json(ran).at("/precision").stringValue()).isEqualTo(auto);
    assertThat(ran.out()).contains(auto + " products");
  }

  @Test
  void theReferenceKernelsHaveNoCeiling() {
    Ran ran = bench("tag" + TINY + " --device reference");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(json(ran).has("ceiling_gflops")).isFalse();
    assertThat(ran.out()).contains("GFLOP/s of useful work\n");
  }

  @Test
  void filesThatCannotServeAreFailures() {
    Ran few = bench("tag" + TINY.replace("--steps 3", "--steps 1000"));
    assertThat(few.code()).isOne();
    assertThat(few.err()).contains("de_pud.test.tsv: 1000 sentences", "4004", "fewer steps");
    assertThat(bench("tag" + TINY + " --precision bfloat16 --device reference").code()).isOne();
  }

  @Test
  void oneThreadIsOneThread() {
    Ran[] ran = new Ran[2];
    long busy = WorkerTime.during(() -> ran[0] = bench("tag" + TINY + " --threads 1"));
    assertThat(ran[0].code()).as(ran[0].err()).isZero();
    assertThat(json(ran[0]).at("/threads").intValue()).isOne();
    assertThat(ran[0].out()).contains(" 1 threads: ");
    assertThat(busy).as("ms of other threads").isLessThan(15);
    assumeTrue(Workers.threads() > 1, "on one processor nobody helps");
    long helping = WorkerTime.during(() -> ran[1] = bench("tag" + TINY));
    assertThat(helping).as("ms of other threads").isGreaterThan(20);
    assertThat(json(ran[1]).at("/threads").intValue()).isEqualTo(Workers.threads());
  }

  @Test
  void moreThreadsThanProcessorsAreRefused() {
    for (String number : List.of("0", Workers.threads() + 1 + "")) {
      Ran ran = bench("tag" + TINY + " --threads " + number);
      assertThat(ran.code()).isEqualTo(2);
      assertThat(ran.err())
          .contains("--threads", "threads " + number, "allowed: 1 to " + Workers.threads());
    }
  }
}

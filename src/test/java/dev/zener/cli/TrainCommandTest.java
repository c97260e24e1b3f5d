package dev.zener.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.zener.op.backend.Backends;
import dev.zener.testing.Devices;
import dev.zener.testing.JavaProcess;
import dev.zener.testing.JavaProcess.Ended;
import dev.zener.testing.TinyRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class TrainCommandTest {
  /** A run on a card, and what it printed. */
  private record OnCard(Path run, String out) {}

  @TempDir static Path shared;
  private static Path config;

  /** Empty until a test needs it. */
  private static Optional<OnCard> onCard = Optional.empty();

  @TempDir Path folder;

  /** Four steps of direct transfer with one seed. */
  @BeforeAll
  static void writeConfig() throws IOException {
    config = new TinyRun(shared).config();
    String four =
        Files.readString(config)
            .replace("[direct, tsl, msd]", "[direct]")
            .replace("seeds: [3]", "seeds: [1]")
            .replace("batch: 8, epochs: 3", "batch: " + TinyRun.LABELLED / 2 + ", epochs: 2")
            .replace("evaluateEvery: 4", "evaluateEvery: 2");
    Files.writeString(config, four);
  }

  @Test
  void theTableIsTheResultAndTheRestGoesToStandardError() {
    Path run = folder.resolve("run");
    Ran ran = Ran.command("train", config + "", "--output", run + "", "--set", "seeds=[7]");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("Direct transfer", "sr");
    assertThat(ran.err())
        .contains("direct, seed 7  step 2/4", run.toString())
        .as("no bar where there is no terminal")
        .doesNotContain("\r", "\u001b");
    assertThat(run.resolve("config.yaml")).content().contains("7");
    assertThat(Ran.withInput("Ana ide\n", "tag", run.resolve("model").toString()).lines())
        .hasSize(1);
    Ran again = Ran.command("train", config.toString(), "--output", run.toString());
    assertThat(again.code()).as("nothing is overwritten").isOne();
    assertThat(again.err()).contains(run.toString());
    Ran resumed = Ran.command("train", "--resume", run.toString());
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(resumed.out()).isEqualTo(ran.out());
    String[] same = {"train", config + "", "--set", "seeds=[7]", "--resume", run + ""};
    assertThat(Ran.command(same).out()).isEqualTo(ran.out());
    Ran changed = Ran.command("train", config.toString(), "--resume", run.toString());
    assertThat(changed.code()).isOne();
    assertThat(changed.err()).contains("config.yaml", "- 7", "- 1");
  }

  @Test
  void thePrecisionIsASettingThatARunKeeps() {
    Path run = folder.resolve("run");
    String[] auto = {"train", config + "", "--output", run + "", "--precision", "auto"};
    Ran ran = Ran.command(auto);
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(run.resolve("config.yaml")).content().contains("precision: auto");
    String products = Backends.choose("auto", "auto").precision();
    assertThat(run.resolve("environment.json"))
        .content()
        .contains("\"precision\" : \"" + products + "\"");
    String[] resume = {"train", "--resume", run + "", "--precision", "auto"};
    assertThat(Ran.command(resume).out()).isEqualTo(ran.out());
    assertThat(Ran.command("train", "--resume", run + "").out()).isEqualTo(ran.out());
    resume[4] = "float32";
    Ran changed = Ran.command(resume);
    assertThat(changed.code()).isOne();
    assertThat(changed.err())
        .contains("was started with 'precision: auto'", "command line has 'precision: float32'");
    Ran withConfig = Ran.command("train", config + "", "--resume", run + "");
    assertThat(withConfig.code()).as("the configuration says float32").isOne();
    assertThat(withConfig.err()).contains("'precision: auto'", "'precision: float32'");
  }

  /** The command that trains on a device and writes a state after each step. */
  private static String[] trainOn(String device, Path run) {
    String[] train = {"train", config + "", "--set", "checkpointEvery=1", "--device", device};
    return Ran.with(train, "--output", run + "");
  }

  /** A whole training on a card, whose kernels are emulated. */
  private static OnCard onCard() {
    if (onCard.isEmpty()) {
      Path run = shared.resolve("cuda");
      Ran ran = Ran.command(trainOn("cuda", run));
      assertThat(ran.code()).as(ran.err()).isZero();
      onCard = Optional.of(new OnCard(run, ran.out()));
    }
    return onCard.orElseThrow();
  }

  @Test
  void itRunsOnACard() throws IOException {
    Devices.choose("cuda", "float32");
    Path run = onCard().run();
    assertThat(run.resolve("environment.json")).content().contains("\"device\" : \"cuda\"");
    String[] tag = {"tag", run.resolve("model") + "", "--device", "cuda"};
    Ran tagged = Ran.withInput("Ana ide u Zagreb\n", tag);
    tag[3] = "reference";
    assertThat(tagged.out()).contains("Zagreb");
    assertThat(entities(tagged)).isEqualTo(entities(Ran.withInput("Ana ide u Zagreb\n", tag)));
    assertThat(losses(run)).hasSize(4);
    Path onCpu = folder.resolve("reference");
    assertThat(Ran.command(trainOn("reference", onCpu)).code()).isZero();
    double[] truth = losses(onCpu).stream().mapToDouble(d -> d).toArray();
    double[] found = losses(run).stream().mapToDouble(d -> d).toArray();
    assertThat(found).containsExactly(truth, within(1e-5));
  }

  private static List<Double> losses(Path run) throws IOException {
    Matcher loss =
        Pattern.compile("\"loss\":([0-9.eE-]+)")
            .matcher(Files.readString(run.resolve("metrics.jsonl")));
    return loss.results().map(r -> Double.valueOf(r.group(1))).toList();
  }

  private static String entities(Ran ran) {
    return ran.out().replaceAll("\"confidence\":[0-9.]+", "");
  }

  @Test
  void aLostCardEndsTheRunWhichThenGoesOnFromItsLastState() throws Exception {
    Devices.choose("cuda", "float32");
    Path whole = onCard().run();
    Path run = folder.resolve("run");
    String stored =
        TinyRun.artifact(whole, "direct-seed1.model.", ".safetensors")
            .orElseThrow()
            .getFileName()
            .toString();
    Path state = run.resolve("artifacts").resolve(stored.replace(".safetensors", ".state"));
    Ended lost =
        new JavaProcess(folder)
            .with("-Dzener.cuda.library=" + System.getProperty("zener.cuda.library"))
            .with(Map.of("ZENER_EMULATED_LOSS", state.toString()))
            .run("", "dev.zener.cli.Main", trainOn("cuda", run));
    assertThat(lost.code()).isOne();
    assertThat(lost.err())
        .contains(
            "zener: the CUDA device failed: ",
            "unspecified launch failure (CUDA error 719)",
            "zener train --resume " + run);
    assertThat(state).exists();
    Ran resumed = Ran.command("train", "--resume", run + "", "--device", "cuda");
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(onCard().out().replace(whole + "", run + "")).isEqualTo(resumed.out());
    assertThat(run.resolve("model/model.safetensors"))
        .hasSameBinaryContentAs(whole.resolve("model/model.safetensors"));
  }

  @Test
  void aBadSettingIsNamed() {
    Ran ran = Ran.command("train", config.toString(), "--set", "teacher.epoch=3");
    assertThat(ran.code()).isOne();
    assertThat(ran.err()).contains("teacher.epoch");
    assertThat(Ran.command("train", config.toString(), "--set", "teacher").code()).isOne();
  }
}

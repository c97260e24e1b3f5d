package dev.zener.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.Libraries;
import dev.zener.device.Cpu;
import dev.zener.label.LabelSet;
import dev.zener.model.Parameters;
import dev.zener.model.TaggerShape;
import dev.zener.op.backend.Backends;
import dev.zener.op.onednn.OneDnnBackend;
import dev.zener.pretrained.Confidence;
import dev.zener.pretrained.ModelDirectory;
import dev.zener.pretrained.ModelWriter;
import dev.zener.pretrained.SmallBert;
import dev.zener.testing.Devices;
import dev.zener.testing.HfTiny;
import dev.zener.testing.Tanh;
import dev.zener.testing.Zip;
import dev.zener.weights.DType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InfoCommandTest {
  @TempDir Path folder;

  @Test
  void itSaysVersionsMachineDevicesAndKernels() {
    Ran ran = Ran.command("info");
    assertThat(ran.code()).isZero();
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out())
        .contains("Zener", Libraries.zener(), Runtime.version().toString())
        .contains("ND4J", "OpenBLAS", "oneDNN", "CPU", "Cores", "Memory")
        .containsPattern("(?m)^  onednn +available: oneDNN")
        .containsPattern("(?m)^  Attention.Backward +onednn$")
        .containsPattern("(?m)^  CrossEntropy +reference, since onednn has no kernel");
  }

  @Test
  void aChosenDeviceDecidesTheKernels() {
    assertThat(Ran.command("info", "--device", "reference").out())
        .containsPattern("(?m)^  Attention +reference$")
        .doesNotContain("has no kernel");
  }

  @Test
  void aGlueOpIsComputedByTheReferenceKernel() {
    assertThat(Info.kernel(Backends.choose("reference"), Tanh.class)).isEqualTo("reference");
    assertThat(Info.kernel(Backends.choose("onednn"), Tanh.class))
        .isEqualTo("reference, since onednn has no kernel for this glue op");
    assertThat(Info.kernel(Devices.choose("cuda", "float32"), Tanh.class))
        .isEqualTo(
            "reference, since cuda has no kernel for this glue op; it runs on the CPU, with copies"
                + " in both directions");
  }

  @Test
  void itSaysWhichPrecisionAutoIsAndWhy() {
    Ran ran = Ran.command("info", "--precision", "auto");
    String instructions = OneDnnBackend.bfloat16() ? "avx512_bf16|amx_bf16" : "neither";
    String type = OneDnnBackend.bfloat16() ? "bfloat16" : "float32";
    assertThat(ran.out())
        .containsPattern("(?m)^  auto +is " + type + " here: .*(" + instructions + ")")
        .containsPattern("(?m)^  bfloat16 +(not )?supported: .*(" + instructions + ")")
        .contains("products of " + type);
    assertThat(Ran.command("info").out()).contains("products of float32");
  }

  @Test
  void anUnsupportedPrecisionIsAFailureWithCauseAndRemedy() {
    Ran ran = Ran.command("info", "--device", "reference", "--precision", "bfloat16");
    assertThat(ran.code()).isOne();
    assertThat(ran.err())
        .contains("bfloat16 is not supported", "reference kernels", "use float32 or auto");
    assertThat(Ran.command("info", "--device", "reference").out())
        .containsPattern("(?m)^  auto +is float32 here: the reference kernels")
        .containsPattern("(?m)^  bfloat16 +not supported: the reference kernels");
  }

  @Test
  void theProcessorIsReadOffLinux() {
    Cpu x86 = Cpu.of(List.of("model name\t: Xeon: 8", "flags\t\t: fpu avx2 amx_bf16 avx512f", ""));
    assertThat(x86).isEqualTo(new Cpu("Xeon: 8", List.of("amx_bf16", "avx2", "avx512f")));
    Cpu arm = Cpu.of(List.of("Features\t: fp asimd sve2 bf16"));
    assertThat(arm.features()).containsExactly("asimd", "bf16", "sve2");
  }

  @Test
  void itDescribesATagger() {
    Ran ran = Ran.command("info", HfTiny.TAGGER.toString());
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out())
        .startsWith("Model " + HfTiny.TAGGER + "\n")
        .containsPattern("(?m)^  Encoder +BERT$")
        .containsPattern("(?m)^  Layers +2$")
        .containsPattern("(?m)^  Hidden +12, feed-forward 20$")
        .containsPattern("(?m)^  Heads +2$")
        .containsPattern("(?m)^  Positions +32$")
        .containsPattern("(?m)^  Vocabulary +57 pieces$")
        .containsPattern("(?m)^  Labels +5: O, B-PER, I-PER, B-LOC, I-LOC$")
        .containsPattern("(?m)^  Scheme +IOB2$")
        .containsPattern("(?m)^  Types +PER, LOC$")
        .containsPattern("(?m)^  Decoding +argmax, since the model does not choose$")
        .containsPattern("(?m)^  Temperature +1, the confidence is not calibrated$")
        .containsPattern("(?m)^  Casing +cased, .*: do_lower_case in .*tokenizer_config.json$")
        .containsPattern("(?m)^  Words +no rule is stored")
        .containsPattern("(?m)^  Base +none, the model is not a delta$")
        .containsPattern("(?m)^  Licence +not stated")
        .containsPattern("(?m)^  Size +\\d+\\.\\d KiB in 5 files$")
        .doesNotContain("Read as", "Never chosen", "inner layers");
  }

  @Test
  void itSaysHowLabelsAreReadAndWhatTheCardStates() throws IOException {
    List<String> labels = List.of("O", "B-PER", "L-PER", "U-PER", "[CLS]");
    Path model = SmallBert.constant(folder.resolve("model"), labels, 0, 0, 0, 0, 0);
    Files.writeString(
        model.resolve("README.md"),
        "---\nlanguage: hr\nlicense: \"cc-by-4.0\"\n---\n\nlicense: x\n");
    assertThat(Ran.command("info", model.toString()).out())
        .containsPattern("(?m)^  Labels +5: O, B-PER, L-PER, U-PER, \\[CLS\\]$")
        .containsPattern("(?m)^  Read as +O, B-PER, E-PER, S-PER, O$")
        .containsPattern("(?m)^  Never chosen +\\[CLS\\]$")
        .containsPattern("(?m)^  Scheme +BIOES \\(letters B L O U\\)$")
        .containsPattern("(?m)^  Licence +cc-by-4.0$");
    assertThat(Ran.command("info", model.toString(), "--casing", "uncased").out())
        .containsPattern("(?m)^  Casing +uncased, accents stripped, .*: chosen by --casing");
  }

  @Test
  void itSaysWhatATrainingChose() {
    ModelDirectory tiny = ModelDirectory.open(HfTiny.TAGGER);
    Path model = folder.resolve("model");
    Map<String, String> info =
        new TreeMap<>(new Confidence(1.25, 0.0625, 0.03125, "source dev").info());
    info.put(ModelDirectory.DECODING, "viterbi");
    LabelSet labels = tiny.labels();
    try (Parameters p =
        Parameters.random(new TaggerShape(tiny.encoder(), labels.size(), List.of(1)), 1)) {
      ModelWriter.write(model, p, labels, tiny.tokenizer(), DType.F32, info);
    }
    assertThat(Ran.command("info", model.toString()).out())
        .containsPattern("(?m)^  Decoding +viterbi, as the model says$")
        .containsPattern(
            "(?m)^  Temperature +1.25, chosen on source dev: calibration error 3.1 %, 6.3 % without"
                + " it$")
        .containsPattern("(?m)^  Heads +of the last layer and of the inner layers 1$");
  }

  @Test
  void itSaysWhyAnEncoderDoesNotTagAndWhatWasGuessed() throws IOException {
    assertThat(Ran.command("info", HfTiny.ENCODER.toString()).out())
        .containsPattern("(?m)^  Labels +none: the weights have no classifier.weight$");
    Path model = SmallBert.huggingFace(folder.resolve("model"));
    Files.delete(model.resolve("tokenizer_config.json"));
    Ran ran = Ran.command("info", model.toString());
    assertThat(ran.out()).containsPattern("(?m)^  Casing +cased, .*: guessed from the vocabulary");
    assertThat(ran.err()).contains("casing: cased, since no file sets it");
  }

  @Test
  void itNamesTheBaseOfADelta() throws IOException {
    Path tagger = SmallBert.huggingFace(folder.resolve("tagger"));
    String base =
        Files.write(folder.resolve("base.zip"), Zip.of(SmallBert.google(), true)).toString();
    String delta = folder.resolve("delta").toString();
    Ran made = Ran.command("convert", tagger.toString(), delta, "--delta", base, "--energy", "0.9");
    assertThat(made.code()).as(made.err()).isZero();
    String named = base + " (SHA-256 ";
    assertThat(Ran.command("info", delta).out()).contains(named, "found at " + base + "!/");
    String moved = folder.resolve("moved.zip").toString();
    Files.move(Path.of(base), Path.of(moved));
    assertThat(Ran.command("info", delta, "--base", moved).out())
        .contains(named, "found at " + moved + "!/");
    Ran lost = Ran.command("info", delta);
    assertThat(lost.code()).isOne();
    assertThat(lost.err()).contains("--base");
    assertThat(lost.out()).isEmpty();
  }

  @Test
  void noModelAndOptionsWithoutEffectAreErrors() {
    Ran missing = Ran.command("info", folder.resolve("nope").toString());
    assertThat(missing.code()).isOne();
    assertThat(missing.err()).contains("nope: no such model directory or file; allowed: ");
    String model = HfTiny.TAGGER.toString();
    Ran device = Ran.command("info", model, "--device", "reference");
    assertThat(device.code()).isEqualTo(2);
    assertThat(device.err()).contains("--device is for the machine, not for a model");
    Ran casing = Ran.command("info", "--casing", "cased");
    assertThat(casing.code()).isEqualTo(2);
    assertThat(casing.err()).contains("--casing is for a model; name one");
  }
}

package dev.zener.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.testing.Devices;
import dev.zener.testing.HfTiny;
import dev.zener.testing.JavaProcess;
import dev.zener.testing.JavaProcess.Ended;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the program in a separate process. */
@Tag("slow")
class ProcessTest {
  @TempDir Path folder;

  private Ended java(String input, String main, String... arguments) throws Exception {
    return new JavaProcess(folder).run(input, main, arguments);
  }

  @Test
  void itSpeaksUtf8AndNothingElse() throws Exception {
    String text = "Москва це місто 北京 😀\n";
    Ended ended = java(text, "dev.zener.cli.Main", "tag", HfTiny.TAGGER.toString());
    assertThat(ended.err()).isEmpty();
    assertThat(ended.code()).isZero();
    assertThat(ended.out()).isEqualTo(Ran.withInput(text, "tag", HfTiny.TAGGER.toString()).out());
    assertThat(ended.out()).contains("\"Москва це місто 北京 😀\"");
  }

  @Test
  void itsComplaintsAreUtf8AndItsExitCodeIsTheCommands() throws Exception {
    String column = "Łódź\tXX\nŁódź\tB-Łódź\tЖ\n";
    Ended ended = java(column, "dev.zener.cli.Main", "score", "-");
    assertThat(ended.code()).isOne();
    assertThat(ended.err()).contains("(standard input):1: ");
    ended = java("Ł\tB-Ł\tЖ\n", "dev.zener.cli.Main", "score", "-");
    assertThat(ended.err()).contains("predicted column: tag 'Ж'");
    assertThat(java("", "dev.zener.cli.Main", "tga").code()).isEqualTo(2);
  }

  @Test
  void aCpuWithoutBfloat16HasFloat32() throws Exception {
    Map<String, String> older = Map.of("ONEDNN_MAX_CPU_ISA", "AVX2");
    Ended forced =
        new JavaProcess(folder)
            .with(older)
            .run("", "dev.zener.cli.Main", "info", "--precision", "bfloat16");
    assertThat(forced.code()).isOne();
    assertThat(forced.err())
        .contains("neither avx512_bf16 nor amx_bf16", "use float32 or auto")
        .hasLineCount(1);
    Ended auto =
        new JavaProcess(folder)
            .with(older)
            .run("", "dev.zener.cli.Main", "info", "--precision", "auto");
    assertThat(auto.code()).as(auto.err()).isZero();
    assertThat(auto.out())
        .containsPattern("(?m)^  auto +is float32 here: this CPU has neither avx512_bf16 nor amx")
        .contains("products of float32");
  }

  @Test
  void aCardThatIsTooOldForSomethingSaysSo() throws Exception {
    Devices.choose("cuda", "float32");
    JavaProcess turing =
        new JavaProcess(folder)
            .with("-Dzener.cuda.library=" + System.getProperty("zener.cuda.library"))
            .with(Map.of("ZENER_EMULATED_CAPABILITY", "7.5"));
    for (String precision : List.of("bfloat16", "tf32", "auto")) {
      String[] info = {"info", "--device", "cuda", "--precision", precision};
      Ended ended = turing.run("", "dev.zener.cli.Main", info);
      assertThat(ended.code()).as(ended.err()).isZero();
      assertThat(ended.err())
          .contains("precision " + precision + ": this card is older than Ampere")
          .contains("products are computed in float32");
      assertThat(ended.out())
          .containsPattern("(?m)^  cuda +available: .*compute capability 7.5")
          .containsPattern("(?m)^  bfloat16 +not supported: this card is older than Ampere")
          .contains("products of float32");
    }
    Map<String, String> driver = Map.of("ZENER_EMULATED_DRIVER", "12020");
    Ended behind = turing.with(driver).run("", "dev.zener.cli.Main", "info");
    assertThat(behind.code()).isZero();
    assertThat(behind.out()).containsPattern("(?m)^  auto +is onednn here");
    assertThat(behind.err())
        .contains("the CPU is used instead of the card: the driver supports CUDA 12.2, but 13.0 is")
        .contains("required: install a newer NVIDIA driver");
    Map<String, String> older = Map.of("ZENER_EMULATED_CAPABILITY", "7.0");
    Ended none = turing.with(older).run("", "dev.zener.cli.Main", "tag", "-", "--device", "cuda");
    assertThat(none.code()).isOne();
    assertThat(none.err()).contains("compute capability 7.0; 7.5 (Turing) or newer is required");
  }

  @Test
  void aHostThatStartedNd4jFirstCanTag() throws Exception {
    Ended ended = java("", HostWithNd4j.class.getName(), HfTiny.TAGGER.toString());
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out()).startsWith("2.0 ").contains("Zagreb");
  }
}

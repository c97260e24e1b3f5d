package dev.zener.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.Libraries;
import dev.zener.device.Cpu;
import dev.zener.op.onednn.OneDnnBackend;
import java.util.List;
import org.junit.jupiter.api.Test;

class InfoCommandTest {
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
}

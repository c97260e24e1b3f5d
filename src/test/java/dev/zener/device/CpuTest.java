package dev.zener.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CpuTest {
  @Test
  void itsNameIsTheFirstThatLinuxTells() {
    List<String> lines =
        List.of("processor\t: 0", "model name\t: Xeon: 8 @ 2 GHz ", "model name\t: other");
    assertThat(Cpu.of(lines).name()).isEqualTo("Xeon: 8 @ 2 GHz");
  }

  @Test
  void withoutANameItIsTheArchitecture() {
    assertThat(Cpu.of(List.of("processor\t: 0")).name()).isEqualTo(System.getProperty("os.arch"));
  }

  @Test
  void onlyTellingFeaturesCount() {
    List<String> lines = List.of("flags\t\t: fpu avx2 avx512_bf16 lm", "Features\t: asimd crc32");
    assertThat(Cpu.of(lines).features()).containsExactly("asimd", "avx2", "avx512_bf16");
  }
}

package dev.zener.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResidentMemoryTest {
  @Test
  void itIsReadOffLinux() {
    List<String> status = List.of("VmPeak:\t 9 kB", "VmHWM:\t   2048 kB", "VmRSS:\t 1 kB");
    assertThat(ResidentMemory.of("VmHWM:", status)).hasValue(2 << 20);
    assertThat(ResidentMemory.of("VmRSS:", status)).hasValue(1 << 10);
    assertThat(ResidentMemory.of("VmRSS:", List.of("Name: x"))).isEmpty();
  }

  @Test
  void theMostIsNotLessThanWhatIs() {
    ResidentMemory.now().ifPresent(now -> assertThat(now).isBetween(1L << 20, peak()));
  }

  private static long peak() {
    return ResidentMemory.peak().orElseThrow();
  }
}

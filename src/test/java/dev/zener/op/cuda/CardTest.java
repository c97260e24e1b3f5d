package dev.zener.op.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.zener.testing.Devices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CardTest {
  private static Card.Description card(int major, int minor) {
    return new Card.Description("a card", major, minor, 80, 1L << 34, 13000, 13000, false);
  }

  @ParameterizedTest
  @CsvSource({"7, 5, false", "8, 0, true", "8, 9, true", "9, 0, true", "12, 0, true"})
  void bfloat16BeganWithAmpere(int major, int minor, boolean ampere) {
    assertThat(card(major, minor).ampere()).isEqualTo(ampere);
  }

  @Test
  void nd4jsKernelsEndWithAda() {
    assertThatCode(() -> card(7, 5).requireNd4j()).doesNotThrowAnyException();
    assertThatCode(() -> card(8, 9).requireNd4j()).doesNotThrowAnyException();
    assertThatIllegalStateException()
        .isThrownBy(() -> card(9, 0).requireNd4j())
        .withMessageContaining("no code for a card (compute capability 9.0; its last is 8.9)")
        .withMessageContaining("use the build without the profile nd4j-cuda");
  }

  @Test
  void aMachineWithACardIsToldThatTheJarLacksKernels() {
    assertThat(CudaLibrary.unbuilt(true))
        .startsWith("this zener.jar is for the CPU, although this machine has a card. With nvcc,");
    assertThat(CudaLibrary.unbuilt(false)).startsWith("this zener.jar is for the CPU. With nvcc,");
  }

  @Test
  void noMemoryLeftSaysHowMuchWasAskedWhatIsFreeAndWhatNeedsLess() {
    Devices.choose("cuda", "float32");
    assertThatExceptionOfType(OutOfMemoryError.class)
        .isThrownBy(() -> Card.get().allocate(1L << 50))
        .withMessageMatching(
            "1073741824 MiB of device memory were requested, but only \\d+ of \\d+ MiB are free;"
                + " use smaller batches \\(`batch`\\) or bfloat16");
    try (var block = Card.get().allocate(64)) {
      assertThat(block.bytes()).as("and there is still some").isEqualTo(64);
    }
  }
}

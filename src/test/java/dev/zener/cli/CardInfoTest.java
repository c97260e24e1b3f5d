package dev.zener.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.zener.op.cuda.CudaBackend;
import dev.zener.testing.Devices;
import dev.zener.testing.JavaProcess;
import dev.zener.testing.JavaProcess.Ended;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code info} says about a card that is missing or lacks something, and what helps. */
@Tag("slow")
class CardInfoTest {
  @TempDir Path folder;

  /** The output with an emulated card that these environment variables change. */
  private Ended info(Map<String, String> environment, String... options) throws Exception {
    Devices.choose("cuda", "float32");
    String[] all = new String[options.length + 1];
    all[0] = "-Dzener.cuda.library=" + System.getProperty("zener.cuda.library");
    System.arraycopy(options, 0, all, 1, options.length);
    Ended ended =
        new JavaProcess(folder).with(all).with(environment).run("", "dev.zener.cli.Main", "info");
    assertThat(ended.code()).as(ended.err()).isZero();
    return ended;
  }

  @Test
  void aJarWithoutKernelsSaysHowToGetThem() throws Exception {
    assumeTrue(CudaBackend.class.getResource("libzener_cuda.so") == null, "this build has kernels");
    Ended ended = new JavaProcess(folder).run("", "dev.zener.cli.Main", "info");
    assertThat(ended.out())
        .containsPattern("(?m)^  cuda +not available: this zener.jar is for the CPU")
        .contains("With nvcc, mvn package builds one for the card of the machine")
        .contains("mvn -Pcuda package one for all cards")
        .contains("-Dzener.cuda.library=PATH");
  }

  @Test
  void withoutADriverItAsksForOne() throws Exception {
    Ended ended = info(Map.of("ZENER_EMULATED_DRIVER", "0"));
    assertThat(ended.out())
        .containsPattern("(?m)^  auto +is onednn here")
        .containsPattern("(?m)^  cuda +not available: this machine has no CUDA driver; a card")
        .contains("requires an NVIDIA driver for CUDA 13.0 or newer");
    assertThat(ended.err()).as("most machines have none").isEmpty();
  }

  @Test
  void withoutCublasltTheCardIsThereButNotForModels() throws Exception {
    Ended ended = info(Map.of(), "-Dzener.cublaslt=/nowhere/libcublasLt.so.13");
    assertThat(ended.out())
        .containsPattern("(?m)^  auto +is onednn here")
        .containsPattern("(?m)^  cuda +available: .*compute capability 9.0")
        .contains("but not for models, which need matrix products: cuBLASLt, which computes")
        .contains("pip install nvidia-cublas", "org.bytedeco:cuda", "CUDA toolkit")
        .containsPattern("(?m)^ {14,}/nowhere/libcublasLt.so.13: cannot open shared object file");
    assertThat(ended.err()).contains("the CPU is used instead of the card: cuBLASLt");
  }

  @Test
  void aLibraryWithoutCodeForTheCardSaysForWhichItIs() throws Exception {
    Ended ended = info(Map.of("ZENER_EMULATED_CODE", "8.0"));
    assertThat(ended.out())
        .containsPattern("(?m)^  auto +is onednn here")
        .containsPattern(
            "(?m)^  cuda +not available: .* has compute capability 9.0, but the library")
        .contains("was built for the host: build it with nvcc, by mvn package on this machine")
        .contains("mvn -Pcuda package for all cards");
    assertThat(ended.err()).contains("the CPU is used instead of the card: ");
  }

  @Test
  void withEverythingThereItNamesTheCardAndCublaslt() throws Exception {
    Ended ended = info(Map.of());
    assertThat(ended.out())
        .containsPattern("(?m)^  cuda +available: .*compute capability 9.0.*driver of CUDA 13.0")
        .containsPattern("; matrix products by cuBLASLt 13\\.0\\.2, .*/libcublasLt\\.so\\.13\n");
    assertThat(ended.err()).isEmpty();
  }
}

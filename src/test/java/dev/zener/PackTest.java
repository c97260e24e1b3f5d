package dev.zener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether a build contains kernels, with programs that only pretend to ask a card and compile. */
class PackTest {
  @TempDir Path folder;
  private Path programs;
  private Path library;

  @BeforeEach
  void programs() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "no bash");
    programs = Files.createDirectories(folder.resolve("programs"));
    library = folder.resolve("classes/dev/zener/op/cuda/libzener_cuda.so");
    Files.createDirectories(library.getParent());
    Files.writeString(library, "of an earlier build");
    program(
        "cmake",
        "echo \"$@\"",
        "if [ \"$1\" = --build ]; then head -c $SIZE /dev/zero >\"$2/libzener_cuda.so\"; fi",
        "[ \"$SIZE\" != 0 ] || { echo 'error: what nvcc says'; exit 1; }");
  }

  private void program(String name, String... lines) throws IOException {
    Path file = programs.resolve(name);
    Files.writeString(file, "#!/bin/bash\n" + String.join("\n", lines) + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private record Built(int code, String output) {}

  /** Runs the script for a library of this many bytes; 0 is an error of the compiler. */
  private Built build(int size, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("/bin/bash", "native/pack.sh"));
    command.addAll(List.of(folder.resolve("classes").toString(), folder.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeAll(List.of("CUDACXX", "CUDA_HOME"));
    builder
        .environment()
        .putAll(
            Map.of(
                "PATH", programs + ":/usr/bin:/bin",
                "TOOLKITS", folder + "/cuda*",
                "SIZE", Integer.toString(size)));
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Built(process.waitFor(), output);
  }

  private void nvcc() throws IOException {
    program("nvcc", "exit 1");
  }

  private String compiled(String kind) throws IOException {
    return Files.readString(folder.resolve("native-" + kind + "/build.log"));
  }

  @Test
  void withoutACardNothingIsBuilt() throws Exception {
    nvcc();
    program("nvidia-smi", "exit 9");
    Built plain = build(100, "card", "");
    assertThat(plain.code()).isZero();
    assertThat(plain.output())
        .hasLineCount(1)
        .contains("This jar is for the CPU. This machine has no NVIDIA card")
        .contains("with nvcc, mvn -Pcuda package makes a jar for all cards");
    assertThat(library).as("that of an earlier build").doesNotExist();
  }

  @Test
  void aCardBeforeTuringIsNone() throws Exception {
    nvcc();
    program("nvidia-smi", "echo 6.1");
    assertThat(build(100, "card", "").output()).contains("for the CPU", "Turing");
  }

  @Test
  void withACardButNoCompilerTheLineSaysWhatIsMissing() throws Exception {
    program("nvidia-smi", "echo 9.0");
    Built plain = build(100, "card", "");
    assertThat(plain.code()).isZero();
    assertThat(plain.output())
        .isEqualTo(
            "This jar is for the CPU. This machine has a card, but no nvcc: install the CUDA toolkit"
                + " and build again.\n");
  }

  @Test
  void withBothTheKernelsForItsCardsArePacked() throws Exception {
    nvcc();
    program("nvidia-smi", "echo 9.0", "echo 8.9", "echo 9.0");
    Built plain = build(100, "card", "");
    assertThat(plain.code()).isZero();
    assertThat(plain.output()).contains("for the CPU and for 89;90: 100 bytes of kernels");
    assertThat(library).hasSize(100);
    assertThat(compiled("89-90")).contains("-DCMAKE_CUDA_ARCHITECTURES=89;90");
  }

  @Test
  void theCardCanBeNamed() throws Exception {
    nvcc();
    program("nvidia-smi", "echo 9.0");
    assertThat(build(100, "card", "80").output()).contains("for 80: 100 bytes");
    assertThat(build(100, "card", "none").output()).contains("This jar is for the CPU.");
    assertThat(library).doesNotExist();
  }

  @Test
  void aToolkitOutsideOfThePathIsFound() throws Exception {
    Path bin = Files.createDirectories(folder.resolve("cuda-13.0/bin"));
    nvcc();
    Files.move(programs.resolve("nvcc"), bin.resolve("nvcc"));
    assertThat(build(100, "all", "").output()).contains("for all cards from Turing on: 100 bytes");
    assertThat(compiled("all")).doesNotContain("ARCHITECTURES");
  }

  @Test
  void kernelsForAllCardsNeedTheCompiler() throws Exception {
    Built all = build(100, "all", "");
    assertThat(all.code()).isOne();
    assertThat(all.output())
        .contains(
            "mvn -Pcuda needs nvcc", "install the toolkit", "or set CUDACXX to the file nvcc");
  }

  @Test
  void kernelsThatAreTooLargeAreRefused() throws Exception {
    nvcc();
    assertThat(build(19_999_999, "all", "").code()).isZero();
    Built large = build(20_000_000, "all", "");
    assertThat(large.code()).isOne();
    assertThat(large.output()).contains("has 20000000 bytes; it must be below 20000000");
    assertThat(library).doesNotExist();
  }

  @Test
  void anErrorOfTheCompilerEndsTheBuildAndNamesTheWayOut() throws Exception {
    nvcc();
    program("nvidia-smi", "echo 9.0");
    Built failed = build(0, "card", "");
    assertThat(failed.code()).isOne();
    assertThat(failed.output())
        .contains("error: what nvcc says", "build.log", "mvn -Dzener.card=none package");
  }
}

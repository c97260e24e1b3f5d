package dev.zener.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.testing.HfTiny;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process of its own, in a locale that knows ASCII alone. */
class ProcessTest {
  @TempDir Path folder;

  private record Ended(int code, String out, String err) {}

  private Ended java(String input, String main, String... arguments) throws Exception {
    return java(Map.of(), input, main, arguments);
  }

  private Ended java(
      Map<String, String> environment, String input, String main, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx512m");
    if (Runtime.version().feature() >= 22) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
    command.addAll(List.of(arguments));
    File out = folder.resolve("out").toFile();
    File err = folder.resolve("err").toFile();
    ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out).redirectError(err);
    builder.redirectInput(Files.writeString(folder.resolve("in"), input).toFile());
    builder.environment().put("LC_ALL", "C");
    builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), text(out), text(err));
  }

  private static String text(File file) throws IOException {
    return Files.readString(file.toPath(), StandardCharsets.UTF_8);
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
    assertThat(ended.err()).contains("predicted tag 'Ж'");
    assertThat(java("", "dev.zener.cli.Main", "tga").code()).isEqualTo(2);
  }

  @Test
  void aCpuWithoutBfloat16HasFloat32() throws Exception {
    Map<String, String> older = Map.of("ONEDNN_MAX_CPU_ISA", "AVX2");
    Ended forced = java(older, "", "dev.zener.cli.Main", "info", "--precision", "bfloat16");
    assertThat(forced.code()).isOne();
    assertThat(forced.err())
        .contains("neither avx512_bf16 nor amx_bf16", "use float32 or auto")
        .hasLineCount(1);
    Ended auto = java(older, "", "dev.zener.cli.Main", "info", "--precision", "auto");
    assertThat(auto.code()).as(auto.err()).isZero();
    assertThat(auto.out())
        .containsPattern("(?m)^  auto +is float32 here: this CPU has neither avx512_bf16 nor amx")
        .contains("products of float32");
  }

  @Test
  void aHostThatStartedNd4jFirstCanTag() throws Exception {
    Ended ended = java("", HostWithNd4j.class.getName(), HfTiny.TAGGER.toString());
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out()).startsWith("2.0 ").contains("Zagreb");
  }
}

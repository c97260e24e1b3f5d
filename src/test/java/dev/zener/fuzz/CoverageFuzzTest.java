package dev.zener.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.testing.JavaProcess;
import dev.zener.weights.BundleBuilder;
import dev.zener.weights.WeightFuzzer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Fuzzes the readers of weight files with Jazzer, which continues from inputs that reached new code
 * and watches for calls that a file should never cause (processes, reflection, deserialization).
 * Jazzer is available only with the profile soak. Findings are kept in target/fuzz.
 */
@Tag("soak")
class CoverageFuzzTest {
  private static final int RUNS = 200_000;

  /** Twice the size of the largest seed in bytes. */
  private static final int LONGEST = 12_000;

  private static final Path WEIGHTS = Path.of("src/test/resources/weights");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "safetensors, golden.safetensors",
    "torch_zip, zip.bin zip-protocol4.bin module.bin checkpoint.bin",
    "torch_legacy, legacy.bin legacy-protocol4.bin module-legacy.bin",
    "tensor_bundle, mbert.index"
  })
  void nothingIsFound(String format, String seeds) throws Exception {
    Path findings = Files.createDirectories(Path.of("target/fuzz")).toAbsolutePath();
    JavaProcess java =
        new JavaProcess(folder)
            .with("-Xmx256m", "-XX:+UseSerialGC", "-XX:+EnableDynamicAgentLoading")
            .within(Duration.ofMinutes(20));
    JavaProcess.Ended ended =
        java.run(
            "",
            "com.code_intelligence.jazzer.Jazzer",
            "--target_class=" + WeightFuzzer.class.getName(),
            "--target_args=" + format,
            "--instrumentation_includes=dev.zener.weights.**",
            "--reproducer_path=" + findings,
            "-artifact_prefix=" + findings + "/" + format + "-",
            "-runs=" + RUNS,
            "-seed=1",
            "-max_len=" + LONGEST,
            "-timeout=10",
            "-print_final_stats=1",
            Files.createDirectory(folder.resolve("corpus")).toString(),
            seeds(List.of(seeds.split(" "))).toString());
    System.out.println(format + "\n" + tail(ended.err()));
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.err()).contains("Done " + RUNS + " runs");
  }

  private Path seeds(List<String> names) throws IOException {
    Path seeds = Files.createDirectory(folder.resolve("seeds"));
    for (String name : names) {
      Files.copy(WEIGHTS.resolve(name), seeds.resolve(name));
    }
    Files.write(seeds.resolve("m.index"), BundleBuilder.sample().files("m").get("m.index"));
    return seeds;
  }

  private static String tail(String text) {
    return String.join(
        "\n", text.lines().filter(l -> l.matches("(#.*DONE|Done|stat::).*")).toList());
  }
}

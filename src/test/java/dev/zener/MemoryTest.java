package dev.zener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.zener.op.backend.Backends;
import dev.zener.op.onednn.OneDnnBackend;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The memory of a training stays constant over time, although all batches have different sizes. The
 * training runs in a separate JVM with a heap of fixed size whose pages are touched at the start,
 * so that growth of the resident memory is native memory.
 */
@Tag("slow")
class MemoryTest {
  private static final Path RUN =
      Path.of("benchmarks/src/main/java/dev/zener/benchmarks/MemoryRun.java");

  private static final Pattern LINE = Pattern.compile("step (\\d+) resident (\\d+) heap (\\d+)");

  /**
   * The KiB by which native memory and the heap may each grow in the last 500 steps: 8 KiB per
   * step, less than one primitive or the activations of one layer for a batch. In earlier steps,
   * the largest batch and products with new numbers of rows occur for the first time.
   */
  private static final long ALLOWED = 4096;

  /** The resident KiB and the KiB of the heap in use after a number of steps. */
  private record Memory(int step, long resident, long heap) {
    static Memory of(String line) {
      Matcher m = LINE.matcher(line);
      assertThat(m.matches()).as(line).isTrue();
      return new Memory(
          Integer.parseInt(m.group(1)), Long.parseLong(m.group(2)), Long.parseLong(m.group(3)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"float32", "bfloat16"})
  void staysAsItIsOver2000StepsOfDifferentSizes(String precision) throws Exception {
    assumeTrue(
        Files.isReadable(Path.of("/proc/self/status")), "/proc does not report resident memory");
    assumeTrue(precision.equals("float32") || OneDnnBackend.bfloat16(), Backends.BFLOAT16_MISSING);
    Map<Integer, Memory> after =
        run("steps=2000", "every=500", "precision=" + precision).stream()
            .filter(line -> line.startsWith("step "))
            .map(Memory::of)
            .collect(Collectors.toMap(Memory::step, Function.identity()));
    assertThat(after).containsOnlyKeys(500, 1000, 1500, 2000);
    String all = after.values().toString();
    long resident = after.get(2000).resident() - after.get(1500).resident();
    assertThat(resident).as("resident memory grew: %s", all).isLessThanOrEqualTo(ALLOWED);
    long heap = after.get(2000).heap() - after.get(1500).heap();
    assertThat(heap).as("the heap grew: %s", all).isLessThanOrEqualTo(ALLOWED);
  }

  /** Runs the program and returns the lines that it prints. */
  private static List<String> run(String... settings) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xms128m", "-Xmx128m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC"));
    command.add("-XX:MarkSweepDeadRatio=0"); // a collection then leaves no garbage behind
    // The memory of the optimising compiler varies by 15 MiB and does not belong to the training.
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), RUN.toString()));
    command.addAll(List.of(settings));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(text).isZero();
    return text.lines().toList();
  }
}

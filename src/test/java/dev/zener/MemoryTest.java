package dev.zener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.zener.op.Backends;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Training takes no more memory the longer it goes on, though every batch has another size. In a
 * Java of its own, whose heap is fixed and touched from the beginning, so that what grows is
 * native.
 */
class MemoryTest {
  private static final Path RUN =
      Path.of("benchmarks/src/main/java/dev/zener/benchmarks/MemoryRun.java");

  private static final Pattern LINE = Pattern.compile("step (\\d+) resident (\\d+) heap (\\d+)");

  /**
   * KiB that the last 500 steps may add, natively and in the heap: 8 KiB a step, less than one
   * batch's activations of one layer, or a primitive. Before, the largest batch and products of all
   * numbers of rows come for the first time.
   */
  private static final long ALLOWED = 4096;

  /** Resident KiB, and KiB of the heap in use, after so many steps. */
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
    assumeTrue(Files.isReadable(Path.of("/proc/self/status")), "no /proc tells resident memory");
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

  /** The lines that it prints. */
  private static List<String> run(String... settings) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xms128m", "-Xmx128m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC"));
    command.add("-XX:MarkSweepDeadRatio=0"); // a collection leaves no garbage behind
    // The optimising compiler's own memory comes and goes by 15 MiB; it is not training's.
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), RUN.toString()));
    command.addAll(List.of(settings));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(text).isZero();
    return text.lines().toList();
  }
}

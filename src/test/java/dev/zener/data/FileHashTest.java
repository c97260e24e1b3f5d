package dev.zener.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileHashTest {
  @TempDir Path folder;

  /** The expected values are those of the examples in FIPS 180-4. */
  @Test
  void knownHashes() throws IOException {
    Path file = folder.resolve("abc");
    Files.writeString(file, "abc");
    assertThat(FileHash.of(file))
        .isEqualTo(
            new FileHash(
                file.toString(),
                3,
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    Files.writeString(file, "a".repeat(1_000_000));
    assertThat(FileHash.of(file).sha256())
        .isEqualTo("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  }
}

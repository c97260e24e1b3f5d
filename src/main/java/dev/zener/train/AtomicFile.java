package dev.zener.train;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes a file so that its name only ever shows a complete one: a hidden sibling is written and
 * brought to disk, then moved over the name. What a crash leaves of the sibling, the next write of
 * the same file replaces.
 */
public final class AtomicFile {
  private AtomicFile() {}

  /** Fills the file at {@code temporary}. */
  @FunctionalInterface
  public interface Contents {
    void writeTo(Path temporary) throws IOException;
  }

  /** Missing parent folders are made. On an exception {@code target} is what it was before. */
  public static void write(Path target, Contents contents) throws IOException {
    Files.createDirectories(target.toAbsolutePath().getParent());
    Path temporary = target.resolveSibling("." + target.getFileName() + ".tmp");
    try {
      contents.writeTo(temporary);
      force(temporary);
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Text as UTF-8. */
  public static void write(Path target, String text) throws IOException {
    write(target, temporary -> Files.writeString(temporary, text, StandardCharsets.UTF_8));
  }

  /** Without this a power cut could leave the new name with empty contents. */
  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }
}

package dev.zener.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes a file atomically, so that a reader never sees an incomplete one. The content is written
 * to a hidden file in the same folder, forced to disk, and then renamed. A hidden file left by a
 * crash is replaced by the next write of the same file.
 */
public final class AtomicFile {
  private AtomicFile() {}

  /** Writes the content to the file {@code temporary}. */
  @FunctionalInterface
  public interface Contents {
    void writeTo(Path temporary) throws IOException;
  }

  /**
   * Writes a file. Missing parent folders are created. If an exception is thrown, {@code target} is
   * unchanged.
   */
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

  /** Writes text as UTF-8. */
  public static void write(Path target, String text) throws IOException {
    write(target, temporary -> Files.writeString(temporary, text, StandardCharsets.UTF_8));
  }

  /**
   * Forces a file to disk. Otherwise a power failure could leave an empty file after the rename.
   */
  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }
}

package dev.zener.files;

import dev.zener.problem.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * A set of files by name: a directory, an archive, or a subfolder of either. The parts of a name
 * are separated by {@code /}. A folder holds no open files.
 */
public interface Folder {
  /** A directory on disk. */
  static Folder of(Path directory) {
    return new DirectoryFolder(directory);
  }

  /**
   * A zip archive.
   *
   * @throws InputException if the file is not a zip archive, or is malformed
   */
  static Folder ofArchive(Path archive) {
    return ArchiveFolder.open(archive);
  }

  /** Whether a file starts with the signature of a zip archive. */
  static boolean isArchive(Path file) {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (Bytes bytes = Bytes.map(file)) {
      return ZipDirectory.isSignature(bytes.view(0, (int) Math.min(bytes.size(), 4)));
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be read", e);
    }
  }

  /** The names of the files: all of an archive, but only the top level of a directory. */
  Set<String> names();

  /** Whether there is a file of that name. */
  boolean has(String name);

  /**
   * Opens a file.
   *
   * @throws InputException if there is no file of that name, or it cannot be unpacked
   */
  Bytes open(String name);

  /**
   * The location of a file for messages: {@code dir/config.json}, {@code model.zip!/config.json}.
   */
  String place(String name);

  /** The path on disk of the file or of the archive that holds it; empty for a class path. */
  Optional<Path> file(String name);

  /** Opens a file of an archive as a nested archive; empty if it is not one, or in a directory. */
  default Optional<Folder> archive(String name) {
    return Optional.empty();
  }

  /** A subfolder; its files are named relative to it. */
  default Folder in(String folder) {
    return folder.isEmpty() ? this : new SubFolder(this, folder + "/");
  }

  /**
   * Reads a small file.
   *
   * @param most the maximum size in bytes
   * @throws InputException if there is no file of that name, or it is larger
   */
  default byte[] read(String name, int most) {
    try (Bytes bytes = open(name)) {
      if (bytes.size() > most) {
        throw new InputException(
            "%s: has %d bytes; allowed: at most %d".formatted(place(name), bytes.size(), most));
      }
      ByteBuffer view = bytes.view(0, (int) bytes.size());
      byte[] content = new byte[view.remaining()];
      view.get(content);
      return content;
    }
  }
}

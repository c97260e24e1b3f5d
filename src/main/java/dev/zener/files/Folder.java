package dev.zener.files;

import dev.zener.label.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Files by their names, with {@code /} between the parts of a name: a directory, an archive, or a
 * part of either. Holds nothing open.
 */
public interface Folder {
  /** A directory, of which only what is in use is looked at. */
  static Folder of(Path directory) {
    return new DirectoryFolder(directory);
  }

  /**
   * A zip archive.
   *
   * @throws InputException if the file is none, or malformed
   */
  static Folder ofArchive(Path archive) {
    return ArchiveFolder.open(archive);
  }

  /** Whether a file begins as a zip archive does. */
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

  /** Names of the files: of an archive all, of a directory those that are not below another. */
  Set<String> names();

  /** Whether there is a file of that name. */
  boolean has(String name);

  /**
   * Opens a file.
   *
   * @throws InputException if there is none of that name, or it cannot be unpacked
   */
  Bytes open(String name);

  /** Where a file is, for people: {@code dir/config.json}, {@code model.zip!/config.json}. */
  String place(String name);

  /** The file on disk: the one itself, or the archive that holds it; none on other class paths. */
  Optional<Path> file(String name);

  /** The archive that a file of an archive is; empty if it is none, as a file of a directory. */
  default Optional<Folder> archive(String name) {
    return Optional.empty();
  }

  /** The files below a name, by the rest of their names. */
  default Folder in(String folder) {
    return folder.isEmpty() ? this : new SubFolder(this, folder + "/");
  }

  /**
   * All bytes of a small file.
   *
   * @param most a longer file is refused
   * @throws InputException if there is none of that name, or it is longer
   */
  default byte[] read(String name, int most) {
    try (Bytes bytes = open(name)) {
      if (bytes.size() > most) {
        throw new InputException(
            "%s: has %d bytes; at most %d are read".formatted(place(name), bytes.size(), most));
      }
      ByteBuffer view = bytes.view(0, (int) bytes.size());
      byte[] content = new byte[view.remaining()];
      view.get(content);
      return content;
    }
  }
}

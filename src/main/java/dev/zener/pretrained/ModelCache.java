package dev.zener.pretrained;

import dev.zener.files.Folder;
import dev.zener.files.Sha256;
import dev.zener.problem.InputException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A cache of converted models. Each has a directory of its own below the folder. The directory's
 * name is a digest of the archive's path, size and modification time, so a changed archive is
 * converted again.
 */
record ModelCache(Path folder) {
  /** The key of the info string that holds the assumptions made about a cached model. */
  private static final String REMARKS = "remarks";

  /**
   * The files of a source in the cache. The source is converted first if it is not there yet.
   *
   * @param identity a string that changes when the source does
   */
  ModelFiles files(ModelSource source, String identity) {
    Path directory = folder.resolve(digest(identity));
    if (!Files.isDirectory(directory)) {
      fill(source, directory);
    }
    return ModelFiles.of(Folder.of(directory));
  }

  private static void fill(ModelSource source, Path directory) {
    try {
      Conversion.run(source, directory, Conversion.Settings.DEFAULTS, ModelCache::assumed);
    } catch (InputException | UncheckedIOException e) {
      // another process may have written the directory first; it is complete
      if (!Files.isDirectory(directory)) {
        throw e;
      }
    }
  }

  private static Map<String, String> assumed(ModelDirectory model) {
    return model.remarks().isEmpty()
        ? Map.of()
        : Map.of(REMARKS, String.join("\n", model.remarks()));
  }

  /** The assumptions made about a cached model, one per line. */
  static List<String> remarks(Map<String, String> info) {
    return info.getOrDefault(REMARKS, "").lines().toList();
  }

  private static String digest(String identity) {
    byte[] digest = Sha256.digest().digest(identity.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest, 0, 16);
  }
}

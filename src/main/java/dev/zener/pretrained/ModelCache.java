package dev.zener.pretrained;

import dev.zener.files.Folder;
import dev.zener.label.InputException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Models that were converted once, below a folder: each in a directory of its own, whose name is a
 * digest of where the archive is, its size and its time, so that another archive in the same place
 * is another model.
 */
record ModelCache(Path folder) {
  /** The key of a cached model's info that holds what was assumed of it. */
  private static final String REMARKS = "remarks";

  /**
   * The files of a source in the cache, which is filled if they are not there yet.
   *
   * @param identity what is another when the source is
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
      // another process may have been faster: what it made is whole
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

  /** What was assumed of a model that the cache holds, a line each. */
  static List<String> remarks(Map<String, String> info) {
    return info.getOrDefault(REMARKS, "").lines().toList();
  }

  private static String digest(String identity) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
